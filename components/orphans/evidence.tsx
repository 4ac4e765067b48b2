import Link from "next/link"
import { useTranslations } from "next-intl"
import { shortenMiddle } from "@/lib/format"
import type { OrphanRow } from "@/lib/orphans/list/queries"

/** Whose it may be, in words, with what says so. */
export function Evidence({ environment, row }: { environment: string; row: OrphanRow }) {
  const t = useTranslations("orphans.evidence")
  const { reason, matchedExternalId, evidenceLinkId, rivals } = row
  const user = matchedExternalId && (
    <Link
      href={`/${environment}/users/${encodeURIComponent(matchedExternalId)}`}
      className="font-mono text-accent-text hover:underline"
    >
      {matchedExternalId}
    </Link>
  )
  return (
    <span className="text-sm">
      {t.rich(reason, { user: () => user })}
      {evidenceLinkId && reason === "sibling" && (
        <>
          {" "}
          <Link href={`/${environment}/links/${evidenceLinkId}`} className="text-accent-text hover:underline">
            {t("link", { id: shortenMiddle(evidenceLinkId, 4) })}
          </Link>
        </>
      )}
      {rivals > 0 && <span className="text-muted"> {t(reason === "near" ? "asNear" : "others", { rivals })}</span>}
    </span>
  )
}
