import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  DoorOpen,
  Hourglass,
  Link2,
  MousePointerClick,
  OctagonX,
  Replace,
  SearchCheck,
  TimerOff,
} from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Badge, type Tone } from "@/components/ui/badge"
import type { Outcome } from "@/lib/recovery/list/schema"

const looks: Record<Outcome, { tone: Tone; icon: ReactNode }> = {
  open: { tone: "unconfirmed", icon: <Hourglass /> },
  visiting: { tone: "unconfirmed", icon: <MousePointerClick /> },
  settling: { tone: "unconfirmed", icon: <SearchCheck /> },
  repaired: { tone: "valid", icon: <CircleCheck /> },
  connected: { tone: "valid", icon: <Link2 /> },
  healed: { tone: "neutral", icon: <CircleDashed /> },
  gave_up: { tone: "token", icon: <DoorOpen /> },
  failed: { tone: "invalid", icon: <OctagonX /> },
  still_broken: { tone: "invalid", icon: <CircleSlash /> },
  expired: { tone: "removed", icon: <TimerOff /> },
  replaced: { tone: "removed", icon: <Replace /> },
  revoked: { tone: "removed", icon: <Ban /> },
}

/** What has become of a session or an address, as shape, word and colour. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const t = useTranslations("recoveries.outcomes")
  return <Badge {...looks[outcome]}>{t(outcome)}</Badge>
}
