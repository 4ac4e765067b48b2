import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { AddMemberButton } from "@/components/members/add-member-button"
import { MembersTable } from "@/components/members/members-table"
import { AdminsOnly } from "@/components/settings/admins-only"
import { Panel } from "@/components/ui/panel"
import { listMembers } from "@/lib/auth/members/queries"
import { requireInstallationCtx, requireMember } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings.members"))("title") }
}

export default async function MembersPage() {
  const { id, admin, environments } = await requireMember()
  if (!admin) return <AdminsOnly />
  const members = await listMembers(await requireInstallationCtx())
  const t = await getTranslations("settings.members")
  const choices = environments.map(({ slug, name }) => ({ slug, name }))
  return (
    <Panel title={t("title")} actions={<AddMemberButton environments={choices} />} flush>
      <MembersTable members={members} environments={choices} ownId={id} />
    </Panel>
  )
}
