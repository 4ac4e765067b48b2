import { shortenMiddle } from "@/lib/format"

type InstitutionProps = { row: { institution: string; country: string | null }; name: string | undefined }

export function Institution({ row, name }: InstitutionProps) {
  return (
    <span data-tip={row.institution} className="truncate">
      {name ?? row.institution} {row.country !== null && <span className="text-faint text-sm">{row.country}</span>}
    </span>
  )
}

/** In place of an external id. */
export function Unnamed({ id }: { id: string }) {
  return <span className="font-mono text-muted text-sm">{shortenMiddle(id)}</span>
}

export function None() {
  return <span className="text-faint">—</span>
}
