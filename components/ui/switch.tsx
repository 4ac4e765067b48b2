"use client"

import type { ReactNode } from "react"
import { cn } from "./cn"

type SwitchProps = { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode; disabled?: boolean }

/** For what takes effect at once; a choice that waits for a button is a checkbox. */
export function Switch({ checked, onChange, children, disabled = false }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      disabled={disabled}
      onClick={() => onChange(!checked)}
      className="inline-flex items-center gap-2 rounded font-medium text-muted hover:text-ink disabled:opacity-50"
    >
      <span
        className={cn(
          "flex h-4 w-7 items-center rounded-full border p-px transition-colors",
          checked ? "border-accent bg-accent" : "border-control bg-sunken",
        )}
      >
        <span
          className={cn(
            "size-3 rounded-full transition-transform",
            checked ? "translate-x-3 bg-on-accent" : "bg-control",
          )}
        />
      </span>
      {children}
    </button>
  )
}
