import { Ban, CircleCheck, CirclePause, LoaderCircle, PencilLine, TimerOff } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import type { BatchState } from "@/lib/batches/schema"

const looks: Record<BatchState, { tone: Tone; icon: ReactNode }> = {
  draft: { tone: "neutral", icon: <PencilLine /> },
  running: { tone: "accent", icon: <LoaderCircle /> },
  paused: { tone: "token", icon: <CirclePause /> },
  done: { tone: "valid", icon: <CircleCheck /> },
  cancelled: { tone: "removed", icon: <Ban /> },
  expired: { tone: "removed", icon: <TimerOff /> },
}

export function BatchStateBadge({ state }: { state: BatchState }) {
  const t = useTranslations("batches.states")
  return <Badge {...looks[state]}>{t(state)}</Badge>
}
