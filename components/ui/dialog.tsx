"use client"

import { X } from "lucide-react"
import { useTranslations } from "next-intl"
import { type ReactNode, type RefObject, useEffect, useId, useRef } from "react"
import { Button } from "./button"
import { cn } from "./cn"

type DialogProps = {
  open: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  footer?: ReactNode
  size?: "sm" | "md" | "lg"
  /** Stays open, whatever is pressed. */
  held?: boolean
  /** What has the focus first; else the browser's choice. */
  focus?: RefObject<HTMLElement | null>
}

const widths = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-3xl" }

/** The browser's modal dialog: focus stays inside, Esc closes, and the focus goes back to where it was. */
export function Dialog({ open, onClose, title, children, footer, size = "md", held = false, focus }: DialogProps) {
  const t = useTranslations("ui.dialog")
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const leave = () => held || ref.current?.close()
  useModal(ref, open, focus)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard's way out is Esc, which the dialog brings itself
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      // React lets the closing of a dialog within this one rise up to here.
      onClose={({ target, currentTarget }) => {
        if (target !== currentTarget) return
        // A browser may close at a second Esc, whoever forbids it.
        if (held && open) currentTarget.showModal()
        else onClose()
      }}
      onCancel={(event) => held && event.target === event.currentTarget && event.preventDefault()}
      onClick={(event) => event.target === event.currentTarget && leave()}
      className={cn(
        "m-auto max-h-[min(85dvh,720px)] w-[calc(100vw-32px)] flex-col rounded-lg border border-strong bg-raised shadow-float backdrop:bg-shade open:flex",
        widths[size],
      )}
    >
      {open && (
        <>
          <header className="flex items-start justify-between gap-4 px-4 pt-3.5 pb-1">
            <h2 id={titleId} className="font-semibold text-lg">
              {title}
            </h2>
            <Button variant="ghost" size="sm" aria-label={t("close")} icon={<X />} onClick={leave} />
          </header>
          <div className="min-h-0 overflow-y-auto px-4 py-2">{children}</div>
          {footer !== undefined && <footer className="flex justify-end gap-2 px-4 pt-2 pb-4">{footer}</footer>}
          {footer === undefined && <div className="pb-2" />}
        </>
      )}
    </dialog>
  )
}

function useModal(
  ref: RefObject<HTMLDialogElement | null>,
  open: boolean,
  focus: RefObject<HTMLElement | null> | undefined,
) {
  useEffect(() => {
    const dialog = ref.current
    if (dialog === null) return
    if (open && !dialog.open) {
      dialog.showModal()
      focus?.current?.focus()
    }
    if (!open && dialog.open) dialog.close()
  }, [ref, open, focus])
}
