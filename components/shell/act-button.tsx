"use client"

import { useRouter } from "next/navigation"
import type { ReactNode } from "react"
import { tellFailure } from "@/components/shell/tell-failure"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast-store"
import type { ActionResult } from "@/lib/action"

type ActButtonProps = {
  icon: ReactNode
  primary?: boolean
  /** What is said once it is done. */
  done: string
  run: () => Promise<ActionResult<unknown>>
  children: ReactNode
}

/** One deed that needs no question: done at a press, told, and the page read anew. */
export function ActButton({ icon, primary = false, done, run, children }: ActButtonProps) {
  const router = useRouter()
  const { submit, pending } = useSubmit(
    run,
    () => {
      toast({ title: done, tone: "good" })
      router.refresh()
    },
    { onFailure: tellFailure },
  )
  return (
    <Button icon={icon} variant={primary ? "primary" : "secondary"} pending={pending} onClick={() => submit(undefined)}>
      {children}
    </Button>
  )
}
