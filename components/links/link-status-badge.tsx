import { Ban, CircleCheck, CircleDashed, CircleHelp, KeyRound, type LucideProps } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ComponentType } from "react"
import { cn } from "@/components/ui/cn"
import type { ToneName } from "@/components/ui/tokens"

type Look = { key: string; Icon: ComponentType<LucideProps>; solid: string; text: string }

const looks: Record<ToneName, Look> = {
  valid: { key: "valid", Icon: CircleCheck, solid: "text-valid-solid", text: "text-valid-text" },
  invalid: { key: "invalid", Icon: CrossedOctagon, solid: "text-invalid-solid", text: "text-invalid-text" },
  token: { key: "token_required", Icon: KeyRound, solid: "text-token-solid", text: "text-token-text" },
  unconfirmed: {
    key: "unconfirmed",
    Icon: CircleDashed,
    solid: "text-unconfirmed-solid",
    text: "text-unconfirmed-text",
  },
  removed: { key: "removed", Icon: Ban, solid: "text-removed-solid", text: "text-removed-text line-through" },
  unknown: { key: "unknown", Icon: CircleHelp, solid: "text-unknown-solid", text: "text-unknown-text" },
}

type LinkStatusBadgeProps = {
  /** Belvo's word. */
  status: string
  removed?: boolean
  size?: "md" | "lg"
}

/** A link's status as shape, word and colour, so that none of the three is needed to read it. */
export function LinkStatusBadge({ status, removed = false, size = "md" }: LinkStatusBadgeProps) {
  const t = useTranslations("status")
  const tone = toTone(status, removed)
  const { key, Icon, solid, text } = looks[tone]
  return (
    <span className={cn("inline-flex items-center gap-1.5 whitespace-nowrap font-medium", size === "lg" && "text-md")}>
      <Icon
        aria-hidden
        className={cn("shrink-0", solid, size === "lg" ? "size-[18px]" : "size-[15px]")}
        strokeWidth={2.25}
      />
      <span className={text}>{t(`${key}.label`, { word: status })}</span>
    </span>
  )
}

/** Filled, unlike the others: what is broken catches the eye first. */
function CrossedOctagon({ className }: LucideProps) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={className}>
      <path d="M7.9 1.5h8.2l6.4 6.4v8.2l-6.4 6.4H7.9l-6.4-6.4V7.9z" fill="currentColor" />
      <path d="m15.5 8.5-7 7m0-7 7 7" stroke="var(--c-surface)" strokeWidth="2.6" strokeLinecap="round" />
    </svg>
  )
}

/** Which of the six colours a status has; also the order and colour of chart series. */
export function toTone(status: string, removed = false): ToneName {
  if (removed || status === "removed") return "removed"
  if (status === "valid" || status === "invalid" || status === "unconfirmed") return status
  return status === "token_required" ? "token" : "unknown"
}
