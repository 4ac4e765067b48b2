"use client"

import { type ReactNode, useId } from "react"
import { useLink } from "./link-context"

/** A titled part of the link: no border, so that the facts read as one. */
export function Section({ title, actions, children }: { title: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const id = useId()
  const Heading = useLink().inPanel ? "h3" : "h2"
  return (
    <section aria-labelledby={id} className="min-w-0">
      <div className="mb-2 flex min-h-7 items-center justify-between gap-3 border-line border-b">
        <Heading id={id} className="font-semibold">
          {title}
        </Heading>
        {actions}
      </div>
      {children}
    </section>
  )
}
