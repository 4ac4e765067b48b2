import type { Metadata } from "next"
import Link from "next/link"
import { getTranslations } from "next-intl/server"
import { LinkFilters } from "@/components/links/link-filters"
import { CampaignForm } from "@/components/recovery/campaigns/campaign-form"
import { NotPermitted } from "@/components/shell/not-permitted"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { Segmented } from "@/components/ui/segmented"
import type { Ctx } from "@/lib/ctx"
import { listFacets } from "@/lib/links/facets/queries"
import { countLinks } from "@/lib/links/list/queries"
import { linkListParams } from "@/lib/links/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("campaigns"))("new") }
}

type Props = PageProps<"/[environment]/recovery/campaigns/new">
type Raw = Awaited<Props["searchParams"]>

/** Who is to be asked, and how; it begins as a draft. */
export default async function NewCampaignPage({ params, searchParams }: Props) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  if (!mayFor(ctx.actor, ["campaigns:run"])["campaigns:run"]) return <NotPermitted />
  const t = await getTranslations("campaigns")
  const { from, ...raw } = await searchParams
  const path = `/${environment}/recovery/campaigns`
  return (
    <>
      <PageHeader title={t("new")} description={t("newDescription")} back={{ href: path, label: t("title") }} />
      <PageBody>
        <div>
          <Segmented
            label={t("form.source")}
            value={from === "ids" ? "ids" : "links"}
            segments={[
              { value: "links", label: t("form.links"), href: `${path}/new` },
              { value: "ids", label: t("form.ids"), href: `${path}/new?from=ids` },
            ]}
          />
        </div>
        {from === "ids" ? <CampaignForm environment={environment} choice={null} /> : <OfLinks ctx={ctx} raw={raw} />}
      </PageBody>
    </>
  )
}

/** What repair could help, where the address names no filter. */
const broken = ["invalid", "token_required", "unconfirmed"]

async function OfLinks({ ctx, raw }: { ctx: Ctx; raw: Raw }) {
  const { slug } = ctx.environment
  const t = await getTranslations("campaigns.form")
  const asked = linkListParams.parse(raw)
  const { sort } = linkListParams.parse({})
  const named = linkListParams.query({ ...asked, after: null, before: null, sort }) !== ""
  const params = { ...asked, after: null, before: null, live: false, asOf: null, ...(named ? {} : { status: broken }) }
  const readAt = ctx.now().toISOString()
  const [total, facets] = await Promise.all([countLinks(ctx, params), listFacets(ctx)])
  const query = linkListParams.query(params)
  return (
    <CampaignForm
      environment={slug}
      choice={{ query, count: total.count, exact: total.exact, readAt }}
      filters={
        <>
          <div className="flex flex-wrap items-center gap-2">
            <LinkFilters path={`/${slug}/recovery/campaigns/new`} params={params} facets={facets} />
          </div>
          <p>
            {t.rich(total.exact ? "matching" : "matchingMore", {
              count: total.count,
              list: (words) => (
                <Link href={`/${slug}/links${query}`} className="text-accent-text underline">
                  {words}
                </Link>
              ),
            })}
          </p>
        </>
      }
    />
  )
}
