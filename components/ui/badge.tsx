import type { ReactNode } from "react"
import { cn } from "./cn"
import type { ToneName } from "./tokens"

export type Tone = ToneName | "neutral" | "accent"

const tones: Record<Tone, string> = {
  valid: "bg-valid-tint text-valid-text",
  invalid: "bg-invalid-tint text-invalid-text",
  token: "bg-token-tint text-token-text",
  unconfirmed: "bg-unconfirmed-tint text-unconfirmed-text",
  removed: "bg-removed-tint text-removed-text",
  unknown: "bg-unknown-tint text-unknown-text",
  neutral: "bg-sunken text-muted",
  accent: "bg-accent-tint text-accent-text",
}

type BadgeProps = { children: ReactNode; tone?: Tone | undefined; icon?: ReactNode; className?: string }

export function Badge({ children, tone = "neutral", icon, className }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-sm [&_svg]:size-3.5 [&_svg]:shrink-0",
        tones[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  )
}
