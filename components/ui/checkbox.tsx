"use client"

import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from "react"
import { cn } from "./cn"

type CheckboxProps = Omit<ComponentProps<"input">, "type" | "ref"> & { indeterminate?: boolean | undefined }

export function Checkbox({ indeterminate = false, className, ...rest }: CheckboxProps) {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (ref.current !== null) ref.current.indeterminate = indeterminate
  }, [indeterminate])
  return <input ref={ref} type="checkbox" {...rest} className={cn("checkbox", className)} />
}

/** A checkbox with its words beside it. */
export function CheckField({ label, ...rest }: CheckboxProps & { label: ReactNode }) {
  const id = useId()
  return (
    <div className="flex items-center gap-2">
      <Checkbox id={id} {...rest} />
      <label htmlFor={id}>{label}</label>
    </div>
  )
}
