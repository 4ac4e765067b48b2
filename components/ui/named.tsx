import { cn } from "./cn"

type NamedProps = { name: string | null; code: string; className?: string }

/** By the name that people know, the code on hover; where there is no name, the code itself. */
export const Named = ({ name, code, className }: NamedProps) =>
  name === null || name === code ? (
    <span className={cn("break-all font-mono text-sm", className)}>{code}</span>
  ) : (
    <span title={code} className={className}>
      {name}
    </span>
  )
