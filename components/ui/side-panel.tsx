"use client"

import { X } from "lucide-react"
import { useTranslations } from "next-intl"
import { type ReactNode, useLayoutEffect, useRef } from "react"
import { Button } from "./button"

type SidePanelProps = { label: string; onClose: () => void; header?: ReactNode; children: ReactNode }

/**
 * Lies over the list's right side without shutting it off: Esc closes it, the list keeps its place. The band that names
 * the environment stays in sight.
 */
export function SidePanel({ label, onClose, header, children }: SidePanelProps) {
  const t = useTranslations("ui.dialog")
  const ref = useRef<HTMLElement>(null)
  // Before it is painted: whoever sees the panel can close it.
  useLayoutEffect(() => ref.current?.focus(), [])
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const above = document.querySelector("dialog[open], [popover]:popover-open:not([popover=manual])")
      if (event.key === "Escape" && !event.defaultPrevented && above === null) onClose()
    }
    addEventListener("keydown", onKey)
    return () => removeEventListener("keydown", onKey)
  }, [onClose])
  return (
    <aside
      ref={ref}
      tabIndex={-1}
      aria-label={label}
      className="fixed top-5 right-0 bottom-0 z-30 flex w-full flex-col border-strong border-l bg-surface shadow-float outline-none sm:w-[min(760px,72vw)] md:top-16 md:border-t"
    >
      <header className="flex min-h-12 items-center gap-3 border-line border-b px-4">
        <div className="min-w-0 grow">{header}</div>
        <Button variant="ghost" aria-label={t("close")} icon={<X />} onClick={onClose} />
      </header>
      <div className="scrolls min-h-0 grow overflow-y-auto p-4">{children}</div>
    </aside>
  )
}
