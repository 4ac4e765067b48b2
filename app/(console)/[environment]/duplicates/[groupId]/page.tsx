import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { GroupGone } from "@/components/duplicates/group-gone"
import { GroupView } from "@/components/duplicates/group-view"
import { MakePlan } from "@/components/duplicates/plans/make-plan"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { findGroup } from "@/lib/duplicates/queries"
import { mayFor } from "@/lib/permissions"
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
  const mayResolve = mayFor(ctx.actor, ["duplicates:resolve"])["duplicates:resolve"]
  const queue = group?.sharedLogin ? "?queue=shared" : ""
  const back = { href: `/${environment}/duplicates${queue}`, label: t("back") }
  return (
    <>
      <PageHeader
        title={group?.institutionName ?? group?.institution ?? t("title")}
        back={back}
        actions={
          mayResolve && group && <MakePlan environment={environment} selection={{ kind: "groups", ids: [group.id] }} />
        }
      />
      <PageBody>
        {group ? <GroupView environment={environment} group={group} /> : <GroupGone environment={environment} />}
      </PageBody>
    </>
  )
}
