import { useTranslations } from "next-intl"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Id } from "@/components/ui/id"
import type { DuplicateGroup } from "@/lib/duplicates/queries"
import { countedMembers } from "@/lib/duplicates/schema"
import { shortenMiddle } from "@/lib/format"
import { SurvivorReasons } from "./survivor-reasons"

type GroupProps = { group: DuplicateGroup }
const shownInRow = 3

export function InstitutionCell({ group: { institution, institutionName, institutionUserId } }: GroupProps) {
  return (
    <>
      {institutionName ?? institution}{" "}
      <span className="font-mono font-normal text-muted text-sm">{shortenMiddle(institutionUserId, 4)}</span>
    </>
  )
}

/** Each link's status, the best first. */
export function MembersCell({ group: { members, size } }: GroupProps) {
  const t = useTranslations("duplicates")
  const more = size - Math.min(members.length, shownInRow)
  return (
    <span className="inline-flex items-center gap-x-3 max-md:flex-wrap">
      {members.slice(0, shownInRow).map(({ id, status }) => (
        <LinkStatusBadge key={id} status={status} />
      ))}
      {more > 0 && (
        <span className="text-muted">
          {t("moreLinks", { count: more, least: size >= countedMembers ? "yes" : "no" })}
        </span>
      )}
    </span>
  )
}

export function ExternalIdsCell({ group: { members } }: GroupProps) {
  const t = useTranslations("duplicates")
  const ids = [...new Set(members.flatMap(({ externalId }) => externalId ?? []))]
  const [first, second, ...rest] = ids
  if (first === undefined) return <span className="text-faint">—</span>
  return (
    <span className="inline-flex max-w-80 items-center gap-x-2">
      <span className="truncate font-mono text-sm">{first}</span>
      {second !== undefined && <span className="truncate font-mono text-sm">{second}</span>}
      {rest.length > 0 && <span className="shrink-0 text-muted">{t("moreIds", { count: rest.length })}</span>}
    </span>
  )
}

export function KeepCell({ group: { survivor, reasons } }: GroupProps) {
  return (
    <span className="inline-flex items-center gap-x-2">
      <Id value={survivor.id} />
      <span className="text-muted">
        <SurvivorReasons reasons={reasons} />
      </span>
    </span>
  )
}
