import { Ban, CircleCheck, CircleHelp, CircleSlash, Hourglass, OctagonX, PencilLine, Send } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import type { ItemState } from "@/lib/batches/schema"

const looks: Record<ItemState, { tone: Tone; icon: ReactNode }> = {
  draft: { tone: "neutral", icon: <PencilLine /> },
  waiting: { tone: "neutral", icon: <Hourglass /> },
  sent: { tone: "accent", icon: <Send /> },
  done: { tone: "valid", icon: <CircleCheck /> },
  unknown: { tone: "unknown", icon: <CircleHelp /> },
  failed: { tone: "invalid", icon: <OctagonX /> },
  left_out: { tone: "token", icon: <CircleSlash /> },
  cancelled: { tone: "removed", icon: <Ban /> },
}

export function ItemStateBadge({ state }: { state: ItemState }) {
  const t = useTranslations("batches.itemStates")
  return <Badge {...looks[state]}>{t(state)}</Badge>
}
