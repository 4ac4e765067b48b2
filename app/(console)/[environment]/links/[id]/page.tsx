import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { LinkScreen } from "@/components/link-detail/link-screen"
import { PageBody } from "@/components/shell/page-header"
import { findLinkPage } from "@/lib/link-pages/queries"
import { roleCan } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("link"))("title") }
}

/** The same link by its own address. */
export default async function LinkPage({ params }: PageProps<"/[environment]/links/[id]">) {
  const { environment, id } = await params
  const ctx = await requireCtx(environment)
  const page = await findLinkPage(ctx, { id })
  const mayAsk = ctx.actor.kind === "member" && roleCan(ctx.actor.role, "links:live")
  return (
    <PageBody>
      <LinkScreen environment={environment} id={id} page={page} mayAsk={mayAsk} heading="h1" />
    </PageBody>
  )
}
