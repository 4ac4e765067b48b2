import { useTranslations } from "next-intl"
import type { SourceProblemKind } from "@/lib/directory/source/schema"

type SourceProblemTextProps = { kind: SourceProblemKind; detail: string | null }

/** Why the source was not read, and what to do; the detail where the reader may know it. */
export function SourceProblemText({ kind, detail }: SourceProblemTextProps) {
  const t = useTranslations("directory-source.problems")
  return (
    <>
      <p>{t(kind)}</p>
      {detail !== null && <p className="break-all font-mono text-sm">{detail}</p>}
    </>
  )
}
