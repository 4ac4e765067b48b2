"use client"

import { OutageBanner } from "@/components/sync/outage-banner"
import { useMirrorStatus } from "@/components/sync/status-store"
import type { ShellStatus } from "@/lib/sync/progress/schema"

/** Comes when Belvo stops answering, also to a page that stays open, and goes when it answers again. */
export function LiveOutage({ environment, initial }: { environment: string; initial: ShellStatus }) {
  const { failingSince } = useMirrorStatus(environment, initial)
  return failingSince && <OutageBanner since={failingSince} />
}
