"use client"

import Link from "next/link"
import type { ReactNode } from "react"
import { cn } from "./cn"

export type Segment<Value extends string> = { value: Value; label: ReactNode; href?: string; name?: string }

type SegmentedProps<Value extends string> = {
  label: string
  segments: readonly Segment<Value>[]
  value: Value
  onChange?: (value: Value) => void
}

/** A choice among few. With addresses it is navigation (the state lives in the URL), without it calls `onChange`. */
export function Segmented<Value extends string>({ label, segments, value, onChange }: SegmentedProps<Value>) {
  return (
    <fieldset aria-label={label} className="inline-flex flex-wrap rounded border border-strong bg-sunken p-0.5">
      {segments.map((segment) => {
        const chosen = segment.value === value
        const className = cn(
          "inline-flex min-h-6 items-center gap-1 rounded-sm px-2 font-medium text-sm [&_svg]:size-3.5",
          chosen ? "bg-surface text-ink shadow-[0_0_0_1px_var(--c-strong)]" : "text-muted hover:text-ink",
        )
        return segment.href === undefined ? (
          <button
            key={segment.value}
            type="button"
            aria-pressed={chosen}
            aria-label={segment.name}
            data-tip={segment.name}
            className={className}
            onClick={() => onChange?.(segment.value)}
          >
            {segment.label}
          </button>
        ) : (
          <Link
            key={segment.value}
            href={segment.href}
            aria-current={chosen ? "true" : undefined}
            aria-label={segment.name}
            className={className}
          >
            {segment.label}
          </Link>
        )
      })}
    </fieldset>
  )
}
