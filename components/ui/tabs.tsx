"use client"

import { type KeyboardEvent, type ReactNode, useId, useState } from "react"
import { cn } from "./cn"

export type Tab = { id: string; label: ReactNode; content: ReactNode }

export function Tabs({ label, tabs, initial }: { label: string; tabs: readonly Tab[]; initial?: string }) {
  const prefix = useId()
  const [current, setCurrent] = useState(initial ?? tabs[0]?.id)
  const shown = tabs.find((tab) => tab.id === current) ?? tabs[0]
  const move = (event: KeyboardEvent) => {
    const index = tabs.findIndex((tab) => tab.id === shown?.id)
    const next = tabs[nextIndex(event.key, index, tabs.length)]
    if (next === undefined) return
    event.preventDefault()
    setCurrent(next.id)
    document.getElementById(`${prefix}-${next.id}-tab`)?.focus()
  }
  return (
    <div>
      <div
        role="tablist"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={move}
        className="flex flex-wrap gap-x-4 border-line border-b"
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${prefix}-${tab.id}-tab`}
            aria-selected={tab.id === shown?.id}
            aria-controls={`${prefix}-${tab.id}`}
            tabIndex={tab.id === shown?.id ? 0 : -1}
            onClick={() => setCurrent(tab.id)}
            className={cn(
              "-mb-px h-9 border-b-2 font-medium",
              tab.id === shown?.id ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
            )}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {shown !== undefined && (
        <div
          role="tabpanel"
          id={`${prefix}-${shown.id}`}
          aria-labelledby={`${prefix}-${shown.id}-tab`}
          className="pt-3"
        >
          {shown.content}
        </div>
      )}
    </div>
  )
}

function nextIndex(key: string, index: number, count: number): number {
  if (key === "ArrowRight") return (index + 1) % count
  if (key === "ArrowLeft") return (index - 1 + count) % count
  if (key === "Home") return 0
  return key === "End" ? count - 1 : -1
}
