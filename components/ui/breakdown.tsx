import type { ReactNode } from "react"
import { Num } from "./num"

/** Numbers of one kind under their heading: what there is, and how many. */
export const Breakdown = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="flex min-w-0 flex-col gap-2">
    <h3 className="text-muted text-sm">{title}</h3>
    {children}
  </div>
)

export const BreakdownLine = ({ label, count }: { label: ReactNode; count: number }) => (
  <p className="flex items-center justify-between gap-3">
    <span className="min-w-0">{label}</span>
    <Num value={count} />
  </p>
)
