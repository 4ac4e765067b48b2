import { Ban, CircleCheck, CirclePause, Hourglass, LoaderCircle, PencilLine, TimerOff } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import type { BatchRow } from "@/lib/batches/queries"
import { isHeld } from "@/lib/batches/rules"
import type { BatchState } from "@/lib/batches/schema"

const looks: Record<BatchState | "held", { tone: Tone; icon: ReactNode }> = {
  draft: { tone: "neutral", icon: <PencilLine /> },
  running: { tone: "accent", icon: <LoaderCircle /> },
  held: { tone: "token", icon: <Hourglass /> },
  paused: { tone: "token", icon: <CirclePause /> },
  done: { tone: "valid", icon: <CircleCheck /> },
  cancelled: { tone: "removed", icon: <Ban /> },
  expired: { tone: "removed", icon: <TimerOff /> },
}

export function BatchStateBadge({ batch }: { batch: Pick<BatchRow, "state" | "heldUntil" | "problem"> }) {
  const t = useTranslations("batches.states")
  const shown = isHeld(batch) ? "held" : batch.state
  return <Badge {...looks[shown]}>{t(shown)}</Badge>
}
