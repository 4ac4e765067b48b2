"use client"

import type { ReactNode } from "react"
import { FailureBanner } from "@/components/shell/failure-banner"
import type { Failure } from "@/components/shell/use-call"
import { Banner } from "@/components/ui/banner"

type AnswerFormProps = {
  failure: Failure | null
  /** What to say where the bank's session has ended; null while it goes on. */
  expired: string | null
  onSend: () => void
  children: ReactNode
}

/** What a customer answers to the bank: Enter sends it, and what came in between stands above it. */
export function AnswerForm({ failure, expired, onSend, children }: AnswerFormProps) {
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        onSend()
      }}
    >
      <FailureBanner failure={failure} />
      {expired !== null && <Banner grade="warning" title={expired} />}
      {children}
    </form>
  )
}
