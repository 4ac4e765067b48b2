import { LinkScreen } from "@/components/link-detail/link-screen"
import { findLinkPage } from "@/lib/link-pages/queries"
import { roleCan } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

type PanelProps = { params: Promise<{ environment: string; id: string }> }

/** The link that was opened from a list, beside it. */
export default async function LinkPanelPage({ params }: PanelProps) {
  const { environment, id } = await params
  const ctx = await requireCtx(environment)
  const page = await findLinkPage(ctx, { id })
  const mayAsk = ctx.actor.kind === "member" && roleCan(ctx.actor.role, "links:live")
  return <LinkScreen environment={environment} id={id} page={page} mayAsk={mayAsk} heading="h2" />
}
