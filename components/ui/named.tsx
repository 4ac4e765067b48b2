import { cn } from "./cn"

type NamedProps = {
  name: string | null
  code: string
  /** Where names that coincide must be told apart: the code stands below. */
  isCoded?: boolean
  className?: string
}

/** By the name that people know, the code on hover; where there is no name, the code itself. */
export const Named = ({ name, code, isCoded = false, className }: NamedProps) =>
  name === null || name === code ? (
    <span className={cn("break-all font-mono text-sm", className)}>{code}</span>
  ) : (
    <span title={code} className={className}>
      {name}
      {isCoded && <span className="block break-all font-mono text-muted text-sm">{code}</span>}
    </span>
  )
