import { Ban, CircleCheck, CircleSlash, Hourglass, LoaderCircle, OctagonX, PencilLine, Send } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import type { DeletionState } from "@/lib/deletions/schema"

const looks: Record<DeletionState, { tone: Tone; icon: ReactNode }> = {
  draft: { tone: "neutral", icon: <PencilLine /> },
  requested: { tone: "neutral", icon: <Hourglass /> },
  sent: { tone: "accent", icon: <LoaderCircle /> },
  accepted: { tone: "accent", icon: <Send /> },
  done: { tone: "valid", icon: <CircleCheck /> },
  already_gone: { tone: "valid", icon: <CircleCheck /> },
  failed: { tone: "invalid", icon: <OctagonX /> },
  skipped: { tone: "token", icon: <CircleSlash /> },
  cancelled: { tone: "removed", icon: <Ban /> },
}

export function ItemStateBadge({ state }: { state: DeletionState }) {
  const t = useTranslations("deletions.itemStates")
  return <Badge {...looks[state]}>{t(state)}</Badge>
}
