"use client"

import { useTranslations } from "next-intl"
import { type ReactNode, useRef, useState } from "react"
import { Button } from "./button"
import { Dialog } from "./dialog"
import { Field } from "./field"
import { Input } from "./input"

type DangerDialogProps = {
  open: boolean
  onClose: () => void
  title: ReactNode
  /** The deed itself: "Delete 3 links", never "OK". */
  confirm: string
  onConfirm: () => void
  /** While it is, the way back is shut: what comes of it is told here. */
  pending?: boolean
  /** Where it can't be undone: what must be typed before the button works. */
  typed?: string
  /** Further conditions, such as a reason that is still missing. */
  ready?: boolean
  error?: string | undefined
  /** The consequences, in numbers. */
  children: ReactNode
}

/** Asks before a deed that is hard to undo. The focus starts on the way back. */
export function DangerDialog(props: DangerDialogProps) {
  const { open, onClose, title, confirm, onConfirm, pending = false, typed, ready = true, error, children } = props
  const t = useTranslations("ui.dialog")
  const safe = useRef<HTMLButtonElement>(null)
  const [text, setText] = useState("")
  const mayConfirm = ready && (typed === undefined || text.trim() === typed)
  const close = () => {
    setText("")
    onClose()
  }
  const footer = (
    <>
      <Button ref={safe} disabled={pending} onClick={close}>
        {t("cancel")}
      </Button>
      <Button variant="danger" disabled={!mayConfirm} pending={pending} onClick={onConfirm}>
        {confirm}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={close} title={title} footer={footer} focus={safe} held={pending} size="sm">
      <div className="flex flex-col gap-3">
        {children}
        {typed !== undefined && (
          <Field label={t("type", { text: typed })}>
            {(control) => (
              <Input {...control} value={text} autoComplete="off" onChange={(event) => setText(event.target.value)} />
            )}
          </Field>
        )}
        {error !== undefined && (
          <p role="alert" className="text-invalid-text">
            {error}
          </p>
        )}
      </div>
    </Dialog>
  )
}
