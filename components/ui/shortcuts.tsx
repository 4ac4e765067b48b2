"use client"

import { useTranslations } from "next-intl"
import { createContext, lazy, type ReactNode, Suspense, useContext, useEffect, useRef, useState } from "react"

/** Comes when it is first asked for: few look, and everybody would carry it. */
const KeysDialog = lazy(async () => ({ default: (await import("./keys-dialog")).KeysDialog }))

export type Shortcut = { key: string; label: string; run: () => void }

type Registry = { add: (shortcut: Shortcut) => () => void; run: (key: string) => boolean }

const Registered = createContext<Registry | null>(null)

/** One listener for all single-key shortcuts of the page; `?` shows the keys that work right now. */
export function ShortcutsProvider({ children }: { children: ReactNode }) {
  const t = useTranslations("shell.keys")
  const shortcuts = useRef<Set<Shortcut>>(new Set())
  const [registry] = useState<Registry>(() => ({
    add: (shortcut) => addTo(shortcuts.current, shortcut),
    run: (key) => runIn(shortcuts.current, key),
  }))
  const [listed, setListed] = useState<readonly Shortcut[] | null>(null)
  const [open, setOpen] = useState(false)

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isForSomethingElse(event)) return
      const shortcut = [...shortcuts.current].findLast(({ key }) => key === event.key)
      if (shortcut === undefined && event.key !== "?") return
      event.preventDefault()
      if (shortcut !== undefined) shortcut.run()
      else {
        setListed([...shortcuts.current])
        setOpen(true)
      }
    }
    addEventListener("keydown", onKey)
    return () => removeEventListener("keydown", onKey)
  }, [])

  return (
    <Registered value={registry}>
      {children}
      {listed !== null && (
        <Suspense fallback={null}>
          <KeysDialog
            open={open}
            onClose={() => setOpen(false)}
            shortcuts={[...listed, { key: "?", label: t("help") }]}
          />
        </Suspense>
      )}
    </Registered>
  )
}

/** Holds while the component is on the page; of two for one key the later one wins. `null` holds none. */
export function useShortcut(key: string | null, label: string, run: () => void): void {
  const registry = useContext(Registered)
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (registry === null || key === null) return
    return registry.add({ key, label, run: () => latest.current() })
  }, [registry, key, label])
}

const runNone = () => false

/** For a button that does what a key does; false where nothing holds the key. */
export function useRunShortcut(): (key: string) => boolean {
  return useContext(Registered)?.run ?? runNone
}

function runIn(shortcuts: ReadonlySet<Shortcut>, key: string): boolean {
  const shortcut = [...shortcuts].findLast((one) => one.key === key)
  shortcut?.run()
  return shortcut !== undefined
}

function addTo(shortcuts: Set<Shortcut>, shortcut: Shortcut): () => void {
  shortcuts.add(shortcut)
  return () => shortcuts.delete(shortcut)
}

const typing = "input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]"
/** Enter and Space belong to the button or link that has the focus. */
const pressable = "button, a[href], summary, input, [role=menu], [role=tab]"

function isForSomethingElse(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return true
  if (document.querySelector("dialog[open], [popover=auto]:popover-open") !== null) return true
  const target = event.target instanceof Element ? event.target : null
  if (target === null) return false
  return target.closest(typing) !== null || (event.key === "Enter" && target.closest(pressable) !== null)
}
