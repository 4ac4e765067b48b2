"use client"

import { CopyButton } from "./copy-button"

type ShownOnceProps = { label: string; value: string; note?: string }

/** A value to take along now: nobody can show it again. */
export function ShownOnce({ label, value, note }: ShownOnceProps) {
  return (
    <div className="flex flex-col gap-1">
      <p className="font-medium">{label}</p>
      <div className="flex items-start gap-2 rounded border border-strong bg-sunken px-2.5 py-1.5">
        <code className="min-w-0 grow break-all font-mono text-sm leading-6">{value}</code>
        <CopyButton text={value} />
      </div>
      {note !== undefined && <p className="text-faint text-sm">{note}</p>}
    </div>
  )
}
