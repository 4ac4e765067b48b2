"use client"

import { BudgetMeter } from "@/components/shell/budget-meter"
import { useMirrorStatus } from "@/components/sync/status-store"
import type { MirrorStatus } from "@/lib/sync/queries"

/** What is spent of Belvo's allowance, kept up to date. */
export function LiveBudget({ environment, initial }: { environment: string; initial: MirrorStatus }) {
  const { used, limit } = useMirrorStatus(environment, initial)
  return <BudgetMeter used={used} limit={limit} />
}
