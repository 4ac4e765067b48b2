import { Info, OctagonAlert, TriangleAlert } from "lucide-react"
import type { ReactNode } from "react"
import { cn } from "./cn"

type Grade = "info" | "warning" | "danger"

const looks = {
  info: { className: "border-strong bg-sunken text-ink", Icon: Info },
  warning: { className: "border-token-solid/40 bg-token-tint text-token-text", Icon: TriangleAlert },
  danger: { className: "border-invalid-solid/40 bg-invalid-tint text-invalid-text", Icon: OctagonAlert },
}

type BannerProps = { grade?: Grade; title: ReactNode; children?: ReactNode; actions?: ReactNode; className?: string }

/** Says what holds for the whole page or section: what happened, and what to do. */
export function Banner({ grade = "info", title, children, actions, className }: BannerProps) {
  const { className: colours, Icon } = looks[grade]
  return (
    <div
      role={grade === "danger" ? "alert" : "status"}
      className={cn("flex flex-wrap items-start gap-x-3 gap-y-2 rounded border px-3 py-2", colours, className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-48 flex-1">
        <p className="font-medium">{title}</p>
        {children !== undefined && <div className="text-ink">{children}</div>}
      </div>
      {actions !== undefined && <div className="flex gap-2">{actions}</div>}
    </div>
  )
}
