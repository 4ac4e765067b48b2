import Link from "next/link"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Badge } from "@/components/ui/badge"
import { Facts } from "@/components/ui/facts"
import { Id } from "@/components/ui/id"
import { Time } from "@/components/ui/time"
import type { GroupMember } from "@/lib/duplicates/queries"
import { countedEvents } from "@/lib/duplicates/schema"
import { userPath } from "@/lib/users/schema"
import { AccessFact, CredentialsFact } from "./member-facts"

type MemberCardProps = {
  environment: string
  member: GroupMember
  events: number
  /** It is the one that is proposed. */
  proposed: boolean
  hasDirectory: boolean
  /** What may be chosen for it, such as a checkbox. */
  control?: ReactNode
}

/** One link of a group, its facts in the same order as its neighbours'. */
export function MemberCard({ environment, member, events, proposed, hasDirectory, control }: MemberCardProps) {
  const t = useTranslations("duplicates.member")
  const facts = [
    { label: t("externalId"), value: <ExternalId environment={environment} id={member.externalId} /> },
    { label: t("since"), value: <Time at={member.statusSince} show="moment" /> },
    { label: t("lastAccess"), value: <Time at={member.lastAccessedAt} /> },
    { label: t("created"), value: <Time at={member.createdAt} show="date" /> },
    { label: t("access"), value: <AccessFact member={member} /> },
    { label: t("credentials"), value: <CredentialsFact storage={member.credentialsStorage} /> },
    { label: t("history"), value: <History member={member} events={events} /> },
    ...(hasDirectory ? [{ label: t("directory"), value: <KnownAs environment={environment} member={member} /> }] : []),
  ]
  return (
    <article
      aria-label={t("name", { id: member.id })}
      className={`flex min-w-0 flex-col rounded border bg-surface ${proposed ? "border-accent" : "border-line"}`}
    >
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-4 py-2">
        {control}
        <LinkStatusBadge status={member.status} />
        <Id value={member.id} />
        {proposed && <Badge tone="accent">{t("proposed")}</Badge>}
        <Link
          href={`/${environment}/links/${member.id}`}
          prefetch={false}
          className="ml-auto text-accent-text hover:underline"
        >
          {t("open")}
        </Link>
      </header>
      <div className="p-4">
        <Facts facts={facts} />
      </div>
    </article>
  )
}

function ExternalId({ environment, id }: { environment: string; id: string | null }) {
  const path = id === null ? null : userPath(environment, id)
  if (id === null) return <span className="text-faint">—</span>
  if (path === null) return id
  return (
    <Link href={path} prefetch={false} className="break-all font-mono text-accent-text text-sm hover:underline">
      {id}
    </Link>
  )
}

function History({ member, events }: { member: GroupMember; events: number }) {
  const t = useTranslations("duplicates.member")
  return t.rich("historyText", {
    at: () => <Time at={member.firstSeenAt} show="date" />,
    count: events,
    least: events >= countedEvents ? "yes" : "no",
  })
}

function KnownAs({ environment, member }: { environment: string; member: GroupMember }) {
  const t = useTranslations("duplicates.member")
  if (!member.known) return <span className="text-muted">{t("notUsed")}</span>
  return (
    <span className="flex flex-wrap gap-x-2">
      {t("usedBy")}
      {member.knownAs.map((id) => (
        <ExternalId key={id} environment={environment} id={id} />
      ))}
    </span>
  )
}
