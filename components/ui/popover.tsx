"use client"

import type { ReactNode, RefObject } from "react"
import { cn } from "./cn"
import { type Align, useAnchored } from "./use-anchored"

export type TriggerProps = {
  ref: RefObject<HTMLButtonElement | null>
  popoverTarget: string
  "aria-expanded": boolean
  "aria-haspopup": "dialog" | "menu"
}

type PopoverProps = {
  label: string
  trigger: (props: TriggerProps) => ReactNode
  children: (close: () => void) => ReactNode
  align?: Align
  className?: string
}

/** A small form beside its button: `<Popover label="Columns" trigger={(props) => <Button {...props}>…</Button>}>`. */
export function Popover({ label, trigger, children, align = "start", className }: PopoverProps) {
  const anchored = useAnchored(align, "input, select, textarea, button, a[href]")
  const { panel, open } = anchored
  return (
    <>
      {trigger({
        ref: anchored.trigger,
        popoverTarget: anchored.id,
        "aria-expanded": open,
        "aria-haspopup": "dialog",
      })}
      <div
        ref={panel}
        id={anchored.id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={cn(floating, "p-3", className)}
      >
        {open && children(anchored.close)}
      </div>
    </>
  )
}

export const floating =
  "fixed inset-auto m-0 min-w-44 max-w-[calc(100vw-16px)] overflow-y-auto rounded border border-strong bg-raised text-ink shadow-float"
