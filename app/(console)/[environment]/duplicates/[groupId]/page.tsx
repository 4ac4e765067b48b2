import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { GroupGone } from "@/components/duplicates/group-gone"
import { GroupView } from "@/components/duplicates/group-view"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { findGroup } from "@/lib/duplicates/queries"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("duplicates.group"))("title") }
}

/** The links of one login, as they are now, and which of them to keep. */
export default async function GroupPage({ params }: PageProps<"/[environment]/duplicates/[groupId]">) {
  const { environment, groupId } = await params
  const ctx = await requireCtx(environment)
  const group = await findGroup(ctx, { groupId })
  const t = await getTranslations("duplicates.group")
  const queue = group?.sharedLogin ? "?queue=shared" : ""
  const back = { href: `/${environment}/duplicates${queue}`, label: t("back") }
  return (
    <>
      <PageHeader title={group?.institutionName ?? group?.institution ?? t("title")} back={back} />
      <PageBody>
        {group ? <GroupView environment={environment} group={group} /> : <GroupGone environment={environment} />}
      </PageBody>
    </>
  )
}
