import { Ban, CircleCheck, CircleHelp, Hourglass, LoaderCircle, OctagonX } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import { type SweepState, sweepStates } from "@/lib/sync/schema"

const looks: Record<SweepState, { tone: Tone; icon: ReactNode }> = {
  queued: { tone: "neutral", icon: <Hourglass /> },
  running: { tone: "accent", icon: <LoaderCircle /> },
  completed: { tone: "valid", icon: <CircleCheck /> },
  failed: { tone: "invalid", icon: <OctagonX /> },
  cancelled: { tone: "removed", icon: <Ban /> },
  needs_decision: { tone: "token", icon: <CircleHelp /> },
  declined: { tone: "removed", icon: <Ban /> },
  superseded: { tone: "removed", icon: <Ban /> },
}

export function SweepStateBadge({ state }: { state: string }) {
  const t = useTranslations("sync.states")
  const known = sweepStates.find((one) => one === state)
  return known ? <Badge {...looks[known]}>{t(known)}</Badge> : <Badge>{state}</Badge>
}
