import { Ban, CircleCheck, CircleHelp, Hourglass, LoaderCircle, OctagonX, PencilLine, TimerOff } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import type { RequestState } from "@/lib/deletions/schema"

const looks: Record<RequestState, { tone: Tone; icon: ReactNode }> = {
  draft: { tone: "neutral", icon: <PencilLine /> },
  awaiting_approval: { tone: "token", icon: <CircleHelp /> },
  held: { tone: "unconfirmed", icon: <Hourglass /> },
  running: { tone: "accent", icon: <LoaderCircle /> },
  done: { tone: "valid", icon: <CircleCheck /> },
  cancelled: { tone: "removed", icon: <Ban /> },
  refused: { tone: "invalid", icon: <OctagonX /> },
  expired: { tone: "removed", icon: <TimerOff /> },
}

export function RequestStateBadge({ state }: { state: RequestState }) {
  const t = useTranslations("deletions.requestStates")
  return <Badge {...looks[state]}>{t(state)}</Badge>
}
