import Link from "next/link"
import { useTranslations } from "next-intl"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { linkListParams } from "@/lib/links/schema"
import type { SearchHit } from "@/lib/links/search/schema"
import { by } from "./search-hits"
import { searchPath } from "./search-path"

type SuggestionsProps = { environment: string; q: string; hits: readonly SearchHit[] }

/** Links of which an id begins with what was sought: perhaps a mistyped one, perhaps somebody else's. A person chooses. */
export function Suggestions({ environment, q, hits }: SuggestionsProps) {
  const t = useTranslations("search")
  if (hits.length === 0) return null
  const begun = { q, presence: "all" } as const
  const query = linkListParams.query(linkListParams.parse({}), begun)
  return (
    <section aria-label={t("begins", { q })} className="mx-auto w-full max-w-xl">
      <h2 className="mb-1 font-medium">{t("begins", { q })}</h2>
      <ul className="divide-y divide-line rounded border border-line">
        {hits.map((hit) => (
          <li key={hit.id}>
            <Link
              href={searchPath(environment, { kind: "link", id: hit.id })}
              className="flex min-h-9 items-center gap-3 px-3 py-1.5 hover:bg-hover"
            >
              <span className="min-w-0 grow break-words">
                <span className="font-medium">{hit.externalId ?? t("unnamed")}</span>{" "}
                <span className="text-faint text-sm">{by(hit)}</span>
              </span>
              <LinkStatusBadge status={hit.status} removed={hit.removed} />
            </Link>
          </li>
        ))}
      </ul>
      <Link
        href={searchPath(environment, { kind: "list", query })}
        className="mt-2 inline-block text-accent-text hover:underline"
      >
        {t("beginsAll")}
      </Link>
    </section>
  )
}
