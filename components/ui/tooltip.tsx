"use client"

import { useEffect, useRef } from "react"

const id = "tooltip"
const delayMs = 350

/**
 * One layer for the whole page: any element with `data-tip="…"` shows that text on hover and on focus. A table of a
 * hundred rows then costs a hundred attributes instead of a hundred components. `data-tip-when="folded"`: only where the
 * folded rail hides the same words.
 */
export function TooltipLayer() {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => (ref.current === null ? undefined : watchTips(ref.current)), [])
  return (
    <div
      ref={ref}
      id={id}
      role="tooltip"
      // Read as the description of what it belongs to, and nowhere else.
      aria-hidden
      popover="manual"
      className="pointer-events-none fixed inset-auto m-0 max-w-80 whitespace-pre-line break-words rounded-sm border-0 bg-ink px-2 py-1 text-canvas text-sm shadow-float"
    />
  )
}

function watchTips(layer: HTMLElement): () => void {
  const listening = new AbortController()
  const options = { signal: listening.signal, capture: true }
  let target: HTMLElement | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const leave = () => {
    clearTimeout(timer)
    target?.removeAttribute("aria-describedby")
    target = null
    if (layer.matches(":popover-open")) layer.hidePopover()
  }
  const enter = (event: Event, waitMs: number) => {
    const next = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-tip]") : null
    if (next === target) return
    leave()
    if (next === null) return
    target = next
    timer = setTimeout(() => show(layer, next), waitMs)
  }
  addEventListener("pointerover", (event) => enter(event, delayMs), options)
  addEventListener("focusin", (event) => isKeyboardFocus(event.target) && enter(event, 0), options)
  addEventListener("focusout", leave, options)
  addEventListener("pointerdown", leave, options)
  addEventListener("scroll", leave, options)
  addEventListener("keydown", (event) => event.key === "Escape" && leave(), options)
  return () => {
    listening.abort()
    leave()
  }
}

function isKeyboardFocus(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(":focus-visible")
}

function show(layer: HTMLElement, target: HTMLElement) {
  const unneeded = target.dataset.tipWhen === "folded" && document.documentElement.dataset.rail !== "folded"
  if (!target.isConnected || unneeded) return
  layer.textContent = target.dataset.tip ?? ""
  layer.showPopover()
  const anchor = target.getBoundingClientRect()
  const centred = anchor.left + anchor.width / 2 - layer.offsetWidth / 2
  const above = anchor.top - layer.offsetHeight - 4
  layer.style.left = `${Math.max(8, Math.min(centred, innerWidth - layer.offsetWidth - 8))}px`
  layer.style.top = `${above < 8 ? anchor.bottom + 4 : above}px`
  // What names itself by the same words needs no description that says them twice.
  if (target.getAttribute("aria-label") !== target.dataset.tip) target.setAttribute("aria-describedby", id)
}
