import { useTranslations } from "next-intl"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { cn } from "@/components/ui/cn"
import { shortenMiddle } from "@/lib/format"
import type { SearchHit } from "@/lib/links/search/schema"

type SearchHitsProps = {
  id: string
  label: string
  hits: readonly SearchHit[]
  active: number
  onOpen: (hit: SearchHit) => void
}

export const hitId = (listId: string, hit: SearchHit): string => `${listId}-${hit.id}`

/** The focus stays in the box: keys move there, and a press must not take it away. */
export function SearchHits({ id, label, hits, active, onOpen }: SearchHitsProps) {
  const t = useTranslations("search")
  return (
    <div
      className={cn(
        "absolute inset-x-0 top-full z-40 mt-1 rounded border border-strong bg-raised p-1 shadow-float",
        hits.length === 0 && "hidden",
      )}
    >
      <div id={id} role="listbox" aria-label={label}>
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the box has the focus and its Enter opens
          <div
            key={hit.id}
            id={hitId(id, hit)}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onOpen(hit)}
            className={cn(
              "flex h-9 cursor-pointer items-center gap-3 rounded-sm px-2 hover:bg-hover",
              index === active && "bg-selected",
            )}
          >
            <span className="min-w-0 grow truncate">
              <span className="font-medium">{hit.externalId ?? t("unnamed")}</span>{" "}
              <span className="text-faint text-sm">{by(hit)}</span>
            </span>
            <LinkStatusBadge status={hit.status} removed={hit.removed} />
          </div>
        ))}
      </div>
      <p className="border-line border-t px-2 pt-1.5 pb-0.5 text-faint text-sm">{t("keys")}</p>
    </div>
  )
}

/** What tells it from others of the same customer. */
export const by = (hit: SearchHit): string =>
  [...(hit.matched === "id" ? [shortenMiddle(hit.id, 8)] : []), hit.institutionName ?? hit.institution].join(" · ")
