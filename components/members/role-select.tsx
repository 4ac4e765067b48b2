"use client"

import { useTranslations } from "next-intl"
import { useTransition } from "react"
import type { EnvironmentName } from "@/components/members/members-table"
import { tellFailure } from "@/components/shell/tell-failure"
import { useCall } from "@/components/shell/use-call"
import { Select } from "@/components/ui/select"
import { toast } from "@/components/ui/toast-store"
import { setRoleAction } from "@/lib/auth/members/actions"
import type { MemberRow } from "@/lib/auth/members/queries"
import { environmentRoles } from "@/lib/auth/members/schema"
import type { Role } from "@/lib/permissions"

type Chosen = Exclude<Role, "admin"> | null
type RoleSelectProps = { member: MemberRow; environment: EnvironmentName }

export function RoleSelect({ member, environment }: RoleSelectProps) {
  const t = useTranslations("settings.members")
  const roles = useTranslations("auth.roles")
  const [pending, start] = useTransition()
  const call = useCall()
  const held = environmentRoles.find((role) => role === member.roles[environment.slug]) ?? null
  if (member.admin) return <span className="text-muted">{roles("admin")}</span>
  const change = (role: Chosen, undo?: Chosen) =>
    start(async () => {
      const result = await call(() => setRoleAction({ memberId: member.id, environment: environment.slug, role }))
      if (!result.ok) return tellFailure(result)
      const title = t("roleChanged", { member: member.name, environment: environment.name })
      if (undo === undefined) return toast({ title })
      toast({ title, action: { label: t("undo"), onSelect: () => change(undo) } })
    })
  return (
    <Select
      aria-label={t("roleOfIn", { member: member.email, environment: environment.name })}
      value={held ?? ""}
      disabled={pending}
      onChange={({ target }) => change(environmentRoles.find((role) => role === target.value) ?? null, held)}
    >
      <option value="">{roles("none")}</option>
      {environmentRoles.map((role) => (
        <option key={role} value={role}>
          {roles(role)}
        </option>
      ))}
    </Select>
  )
}
