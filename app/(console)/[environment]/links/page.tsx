import type { Metadata } from "next"
import Link from "next/link"
import { getTranslations } from "next-intl/server"
import { IgnoredBanner } from "@/components/links/ignored-banner"
import { LazyAsOfTable, LazyLiveList } from "@/components/links/lazy-lists"
import { LinksTable } from "@/components/links/links-table"
import { LiveSwitch } from "@/components/links/live-switch"
import { NotOverBanner } from "@/components/links/not-over-banner"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { SyncButton } from "@/components/sync/sync-button"
import { ButtonLink } from "@/components/ui/button"
import type { Ctx } from "@/lib/ctx"
import { listAsOf, toAsOf } from "@/lib/history/as-of/queries"
import type { AsOfParams } from "@/lib/history/as-of/schema"
import { listFacets } from "@/lib/links/facets/queries"
import { listLinks } from "@/lib/links/list/queries"
import { type LinkListParams, linkListParams } from "@/lib/links/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { getMirrorStatus } from "@/lib/sync/queries"
import { userPath } from "@/lib/users/schema"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("links"))("title") }
}

export default async function LinksPage({ params, searchParams }: PageProps<"/[environment]/links">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const raw = await searchParams
  const list = linkListParams.parse(raw)
  const t = await getTranslations("links")
  const may = mayFor(ctx.actor, ["links:live", "campaigns:run"])
  const then = toAsOf(list, ctx.now())
  const now = { ...list, asOf: null }
  const [externalId = "", ...others] = list.externalId
  const user = others.length === 0 ? userPath(environment, externalId) : null
  return (
    <>
      <PageHeader
        title={t("title")}
        {...(user === null ? {} : { description: <UserLink href={user}>{t("user")}</UserLink> })}
        actions={
          !then && (
            <>
              {may["campaigns:run"] && !now.live && (
                <ButtonLink href={campaignPath(environment, now)} prefetch={false}>
                  {t("campaign")}
                </ButtonLink>
              )}
              {may["links:live"] && <LiveSwitch path={`/${environment}/links`} params={now} />}
            </>
          )
        }
      />
      <PageBody>
        <IgnoredBanner names={linkListParams.ignored(raw)} />
        {list.asOf !== null && !then && <NotOverBanner day={list.asOf} />}
        <ListFrame>{then ? <LinksThen ctx={ctx} params={then} /> : <LinksNow ctx={ctx} params={now} />}</ListFrame>
      </PageBody>
    </>
  )
}

/** A campaign of what the list shows; of whatever is broken, where it shows everything. */
const campaignPath = (environment: string, params: LinkListParams): string =>
  `/${environment}/recovery/campaigns/new${linkListParams.query({ ...params, after: null, before: null })}`

const UserLink = ({ href, children }: { href: string; children: string }) => (
  <Link href={href} prefetch={false} className="text-accent-text hover:underline">
    {children}
  </Link>
)

async function LinksThen({ ctx, params }: { ctx: Ctx; params: AsOfParams }) {
  const may = mayFor(ctx.actor, ["exports:create"])
  const [page, facets] = await Promise.all([listAsOf(ctx, params), listFacets(ctx)])
  return (
    <LazyAsOfTable
      environment={ctx.environment.slug}
      page={page}
      params={params}
      facets={facets}
      may={{ export: may["exports:create"] }}
    />
  )
}

function LinksNow(props: { ctx: Ctx; params: LinkListParams }) {
  return props.params.live ? <LiveLinks {...props} /> : <MirroredLinks {...props} />
}

async function MirroredLinks({ ctx, params }: { ctx: Ctx; params: LinkListParams }) {
  const { slug } = ctx.environment
  const may = mayFor(ctx.actor, [
    ...(["exports:create", "sync:run", "deletions:request", "links:refresh", "links:access-mode"] as const),
  ])
  const readAt = ctx.now().toISOString()
  const [page, facets, { syncedAt }] = await Promise.all([
    listLinks(ctx, params),
    listFacets(ctx),
    getMirrorStatus(ctx),
  ])
  return (
    <LinksTable
      environment={slug}
      page={page}
      params={params}
      facets={facets}
      syncedAt={syncedAt?.toISOString() ?? null}
      may={{
        ...{ export: may["exports:create"], remove: may["deletions:request"] },
        ...{ refresh: may["links:refresh"], accessMode: may["links:access-mode"] },
      }}
      readAt={readAt}
      sync={may["sync:run"] ? <SyncButton environment={slug} /> : null}
    />
  )
}

async function LiveLinks({ ctx, params }: { ctx: Ctx; params: LinkListParams }) {
  return <LazyLiveList environment={ctx.environment.slug} params={params} facets={await listFacets(ctx)} />
}
