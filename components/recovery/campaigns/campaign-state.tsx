import { CirclePause, CirclePlay, Flag, PencilLine } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import type { CampaignState } from "@/lib/recovery/campaigns/schema"

const looks: Record<CampaignState, { tone: Tone; icon: ReactNode }> = {
  draft: { tone: "neutral", icon: <PencilLine /> },
  running: { tone: "accent", icon: <CirclePlay /> },
  paused: { tone: "token", icon: <CirclePause /> },
  ended: { tone: "removed", icon: <Flag /> },
}

export function CampaignStateBadge({ state }: { state: CampaignState }) {
  const t = useTranslations("campaigns.states")
  return <Badge {...looks[state]}>{t(state)}</Badge>
}
