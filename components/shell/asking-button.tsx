"use client"

import { useRouter } from "next/navigation"
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from "react"
import { tellFailure } from "@/components/shell/tell-failure"
import type { Answer } from "@/components/shell/use-call"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { toast } from "@/components/ui/toast-store"

type AskingButtonProps<T> = Pick<ComponentProps<typeof Button>, "icon" | "variant" | "size" | "disabled"> & {
  label: string
  title: string
  /** The deed itself, where the button's own words are not enough. */
  confirm?: string
  run: () => Promise<Answer<T>>
  /** What is said once it is done. */
  done?: (data: T) => string
  /** In place of reading the page anew. */
  onDone?: (data: T) => unknown
  /** The consequences, in numbers. */
  children: ReactNode
}

/** One deed that is asked about first: done at the second press, told, and the page read anew. */
export function AskingButton<T>(props: AskingButtonProps<T>) {
  const { label, title, confirm = label, run, done, onDone, children, ...button } = props
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const isThere = useIsThere()
  const { submit, pending, failure, forget } = useSubmit(
    run,
    (data) => {
      setOpen(false)
      if (done) toast({ title: done(data), tone: "good" })
      if (onDone) return onDone(data)
      router.refresh()
    },
    // A live page may have taken the button and its question away meanwhile.
    { onFailure: (told) => isThere() || tellFailure(told) },
  )
  const close = () => {
    forget()
    setOpen(false)
  }
  return (
    <>
      <Button {...button} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <DangerDialog
        open={open}
        onClose={close}
        title={title}
        confirm={confirm}
        onConfirm={() => submit(undefined)}
        pending={pending}
        error={failure?.message}
      >
        {children}
      </DangerDialog>
    </>
  )
}

function useIsThere(): () => boolean {
  const there = useRef(false)
  useEffect(() => {
    there.current = true
    return () => {
      there.current = false
    }
  }, [])
  return () => there.current
}
