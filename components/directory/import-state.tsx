import { Ban, CircleCheck, CircleHelp, Hourglass, LoaderCircle, OctagonX, Undo2 } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import type { ImportState } from "@/lib/directory/schema"

const looks: Record<ImportState, { tone: Tone; icon: ReactNode }> = {
  receiving: { tone: "neutral", icon: <Hourglass /> },
  received: { tone: "token", icon: <CircleHelp /> },
  queued: { tone: "neutral", icon: <Hourglass /> },
  running: { tone: "accent", icon: <LoaderCircle /> },
  done: { tone: "valid", icon: <CircleCheck /> },
  refused: { tone: "invalid", icon: <OctagonX /> },
  failed: { tone: "invalid", icon: <OctagonX /> },
  cancelled: { tone: "removed", icon: <Ban /> },
  undone: { tone: "removed", icon: <Undo2 /> },
}

export function ImportStateBadge({ state }: { state: ImportState }) {
  const t = useTranslations("directory.states")
  return <Badge {...looks[state]}>{t(state)}</Badge>
}
