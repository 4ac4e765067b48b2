"use client"

import type { ReactNode } from "react"
import { Field } from "./field"
import { Textarea } from "./input"

const shortest = 3

/** Whether there is enough of it to be a reason. */
export const isReason = (text: string): boolean => text.trim().length >= shortest

type ReasonFieldProps = {
  label: ReactNode
  hint: ReactNode
  value: string
  onChange: (reason: string) => void
  /** Of a choice between deeds of which one needs none. */
  optional?: boolean
}

/** Why somebody does what others may have to understand later. */
export function ReasonField({ label, hint, value, onChange, optional = false }: ReasonFieldProps) {
  return (
    <Field label={label} hint={hint} required={!optional}>
      {(control) => (
        <Textarea
          {...control}
          rows={2}
          maxLength={500}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}
