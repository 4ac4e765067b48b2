"use client"

import { type RefObject, useCallback, useEffect, useId, useRef, useState } from "react"
import { flushSync } from "react-dom"

export type Align = "start" | "end"

/**
 * The browser's own popover, set under (or over) its trigger: it closes on Esc and on a click outside, and lies above
 * everything without a stylesheet being injected. `firstFocus` selects what the keyboard starts on.
 */
export function useAnchored(align: Align, firstFocus: string) {
  const id = useId()
  const trigger = useRef<HTMLButtonElement>(null)
  const panel = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const close = useCallback(() => {
    panel.current?.hidePopover()
    trigger.current?.focus()
  }, [])
  usePopoverState(panel, setOpen)
  useFollow({ panel, trigger, open, align, firstFocus })
  return { id, trigger, panel, open, close }
}

/** The content is in the page before the panel shows, and unseen until it has its place. */
function usePopoverState(panel: RefObject<HTMLDivElement | null>, setOpen: (open: boolean) => void) {
  useEffect(() => {
    const element = panel.current
    if (element === null) return
    const onBeforeToggle = (event: Event) => {
      if (!isOpening(event)) return
      element.style.opacity = "0"
      flushSync(() => setOpen(true))
    }
    // Emptied only once it is hidden, else the browser could not give the focus back.
    const onToggle = (event: Event) => setOpen(isOpening(event))
    element.addEventListener("beforetoggle", onBeforeToggle)
    element.addEventListener("toggle", onToggle)
    return () => {
      element.removeEventListener("beforetoggle", onBeforeToggle)
      element.removeEventListener("toggle", onToggle)
    }
  }, [panel, setOpen])
}

type Follow = {
  panel: RefObject<HTMLDivElement | null>
  trigger: RefObject<HTMLButtonElement | null>
  open: boolean
  align: Align
  firstFocus: string
}

function useFollow({ panel, trigger, open, align, firstFocus }: Follow) {
  useEffect(() => {
    const element = panel.current
    if (!open || element === null) return
    const follow = () => {
      if (trigger.current !== null) place(element, trigger.current.getBoundingClientRect(), align)
      element.style.opacity = "1"
    }
    // Only now is it laid out: before, it could neither be measured nor take the focus.
    const frame = requestAnimationFrame(() => {
      follow()
      element.querySelector<HTMLElement>(firstFocus)?.focus()
    })
    addEventListener("resize", follow)
    addEventListener("scroll", follow, true)
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener("resize", follow)
      removeEventListener("scroll", follow, true)
    }
  }, [panel, trigger, open, align, firstFocus])
}

function isOpening(event: Event): boolean {
  return "newState" in event && event.newState === "open"
}

const gap = 4
const margin = 8

function place(panel: HTMLElement, anchor: DOMRect, align: Align) {
  panel.style.maxHeight = ""
  const { offsetWidth: width, offsetHeight: height } = panel
  const wanted = align === "start" ? anchor.left : anchor.right - width
  const left = Math.max(margin, Math.min(wanted, innerWidth - width - margin))
  const below = anchor.bottom + gap
  const goesBelow = below + height <= innerHeight - margin || anchor.top < innerHeight / 2
  const top = goesBelow ? below : Math.max(margin, anchor.top - gap - height)
  panel.style.left = `${left}px`
  panel.style.top = `${top}px`
  panel.style.maxHeight = `${(goesBelow ? innerHeight - margin : anchor.top - gap) - top}px`
}
