import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { ComparisonChoice } from "@/components/duplicates/comparison-choice"
import { ComparisonResult } from "@/components/duplicates/comparison-result"
import { ComparisonStart } from "@/components/duplicates/comparison-start"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { Panel } from "@/components/ui/panel"
import { findLatestComparison, previewComparison } from "@/lib/duplicates/comparing/queries"
import { requestComparisonInput } from "@/lib/duplicates/comparing/schema"
import { listFacets } from "@/lib/links/facets/queries"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("duplicates.older"))("title") }
}

/** Links of which Belvo does not say whose login they are, compared by their accounts on demand. */
export default async function OlderPage({ params, searchParams }: PageProps<"/[environment]/duplicates/older">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const { institution, externalId } = await searchParams
  const input = requestComparisonInput.safeParse({ institution, externalId: externalId || null })
  const t = await getTranslations("duplicates.older")
  const [latest, facets] = [await findLatestComparison(ctx), await listFacets(ctx)]
  const mayCompare = mayFor(ctx.actor, ["duplicates:resolve"])["duplicates:resolve"]
  const path = `/${environment}/duplicates/older`
  const chosen = { institution: String(institution ?? ""), externalId: String(externalId ?? "") }
  const active = latest?.state === "queued" || latest?.state === "running"
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        back={{ href: `/${environment}/duplicates`, label: t("back") }}
      />
      <PageBody>
        {mayCompare && (
          <Panel title={t("compare")}>
            <div className="flex flex-col gap-4">
              <ComparisonChoice path={path} institutions={facets.institutions} {...chosen} />
              {input.success && (
                <ComparisonStart
                  environment={environment}
                  input={input.data}
                  cost={await previewComparison(ctx, input.data)}
                  underWay={active}
                />
              )}
            </div>
          </Panel>
        )}
        {latest === null ? (
          <p className="text-muted">{t("never")}</p>
        ) : (
          <ComparisonResult environment={environment} comparison={latest} />
        )}
      </PageBody>
    </>
  )
}
