import { Ban, CircleCheck, ClipboardCheck, Database, LoaderCircle, PencilLine } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import type { PlanState } from "@/lib/duplicates/plans/schema"

const looks: Record<PlanState, { tone: Tone; icon: ReactNode }> = {
  making: { tone: "accent", icon: <LoaderCircle /> },
  draft: { tone: "neutral", icon: <PencilLine /> },
  ready: { tone: "accent", icon: <ClipboardCheck /> },
  applied: { tone: "token", icon: <Database /> },
  done: { tone: "valid", icon: <CircleCheck /> },
  cancelled: { tone: "removed", icon: <Ban /> },
}

export function PlanStateBadge({ state }: { state: PlanState }) {
  const t = useTranslations("plans.states")
  return <Badge {...looks[state]}>{t(state)}</Badge>
}
