import { type ReactNode, useId } from "react"

type Control = { id: string; "aria-describedby"?: string; "aria-invalid"?: true; required?: true }

type FieldProps = {
  label: ReactNode
  hint?: ReactNode
  error?: string | readonly string[] | undefined
  required?: boolean
  children: (control: Control) => ReactNode
}

/** `<Field label="E-mail">{(control) => <Input name="email" {...control} />}</Field>` ties label, hint and error to it. */
export function Field({ label, hint, error, required = false, children }: FieldProps) {
  const id = useId()
  const messages = typeof error === "string" ? [error] : (error ?? [])
  const described = messages.length > 0 || hint !== undefined
  const control: Control = {
    id,
    ...(described ? { "aria-describedby": `${id}-note` } : {}),
    ...(messages.length > 0 ? { "aria-invalid": true } : {}),
    ...(required ? { required: true } : {}),
  }
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-ink">
        {label}
      </label>
      {children(control)}
      {described && (
        <div id={`${id}-note`} className="text-sm">
          {messages.map((message) => (
            <p key={message} className="text-invalid-text">
              {message}
            </p>
          ))}
          {messages.length === 0 && <p className="text-faint">{hint}</p>}
        </div>
      )}
    </div>
  )
}
