"use client"

import { BudgetMeter } from "@/components/shell/budget-meter"
import { useMirrorStatus } from "@/components/sync/status-store"
import type { ShellStatus } from "@/lib/sync/progress/schema"

/** What is spent of Belvo's allowance, kept up to date. */
export function LiveBudget({ environment, initial }: { environment: string; initial: ShellStatus }) {
  const { used, limit } = useMirrorStatus(environment, initial)
  return <BudgetMeter used={used} limit={limit} />
}
