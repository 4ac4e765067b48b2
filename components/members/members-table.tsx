"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { InvitationDialog } from "@/components/members/invitation-dialog"
import { MemberMenu } from "@/components/members/member-menu"
import { RoleSelect } from "@/components/members/role-select"
import { Badge } from "@/components/ui/badge"
import type { Invited } from "@/lib/auth/invitations/commands"
import type { MemberRow } from "@/lib/auth/members/queries"

export type EnvironmentName = { slug: string; name: string }
type MembersTableProps = { members: readonly MemberRow[]; environments: readonly EnvironmentName[]; ownId: string }

const tones = { active: "valid", invited: "token", disabled: "removed" } as const

/** Everybody with a role per environment; a role changes at once and can be undone. */
export function MembersTable({ members, environments, ownId }: MembersTableProps) {
  const t = useTranslations("settings.members")
  const [invited, setInvited] = useState<(Invited & { email: string }) | null>(null)
  return (
    <div className="scrolls overflow-x-auto">
      <table className="w-full md:min-w-max">
        <thead className="max-md:sr-only">
          <tr className="border-line border-b text-left text-muted text-sm [&>th]:h-9 [&>th]:px-4 [&>th]:font-medium">
            <th scope="col">{t("member")}</th>
            <th scope="col">{t("state")}</th>
            {environments.map(({ slug, name }) => (
              <th key={slug} scope="col">
                {t("roleIn", { environment: name })}
              </th>
            ))}
            <th scope="col">
              <span className="sr-only">{t("acts")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr
              key={member.id}
              className="border-line border-b last:border-b-0 max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-3 max-md:gap-y-2 max-md:px-4 max-md:py-3 md:[&>td]:px-4 md:[&>td]:py-2"
            >
              <td className="max-md:min-w-0 max-md:grow">
                <span className="font-medium">{member.name}</span>
                {member.id === ownId && <span className="text-muted"> {t("you")}</span>}
                <span className="block text-muted text-sm">{member.email}</span>
              </td>
              <td>
                <Badge tone={tones[member.state]}>{t(`states.${member.state}`)}</Badge>
              </td>
              {environments.map((environment) => (
                <td key={environment.slug} className="max-md:order-last max-md:w-full md:w-44">
                  <span className="block text-muted text-sm md:hidden">{environment.name}</span>
                  <RoleSelect member={member} environment={environment} />
                </td>
              ))}
              <td className="text-right md:w-12">
                <MemberMenu member={member} onInvited={(next) => setInvited({ ...next, email: member.email })} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <InvitationDialog invited={invited} onClose={() => setInvited(null)} />
    </div>
  )
}
