import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Facts } from "@/components/ui/facts"
import { Id } from "@/components/ui/id"
import { Time } from "@/components/ui/time"
import type { DuplicateGroupPage } from "@/lib/duplicates/queries"
import { countedMembers } from "@/lib/duplicates/schema"
import { GroupVerdict } from "./group-verdict"
import { MemberCard } from "./member-card"

type GroupViewProps = {
  environment: string
  group: DuplicateGroupPage
  /** By a link's id: what may be chosen for it, in its card's head. */
  controls?: ReadonlyMap<string, ReactNode>
}

/** The links of one login side by side, on a phone one below the other, with what is proposed. */
export function GroupView({ environment, group, controls }: GroupViewProps) {
  const t = useTranslations("duplicates.group")
  const { members, survivor, size } = group
  const facts = [
    { label: t("institution"), value: <span className="font-mono text-sm">{group.institution}</span> },
    { label: t("login"), value: <Id value={group.institutionUserId} whole /> },
    { label: t("found"), value: <Time at={group.firstSeenAt} show="moment" /> },
  ]
  return (
    <>
      <Facts facts={facts} />
      <GroupVerdict group={group} />
      <h2 className="font-semibold text-md">
        {t("members", { count: size, least: size >= countedMembers ? "yes" : "no" })}
      </h2>
      <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
        {members.map((member) => (
          <MemberCard
            key={member.id}
            environment={environment}
            member={member}
            events={group.events.get(member.id) ?? 0}
            proposed={member.id === survivor.id && !group.sharedLogin}
            hasDirectory={group.hasDirectory}
            control={controls?.get(member.id)}
          />
        ))}
      </div>
      {members.length < size && <p className="text-muted">{t("most", { count: members.length })}</p>}
    </>
  )
}
