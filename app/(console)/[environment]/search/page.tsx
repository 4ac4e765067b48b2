import type { Metadata } from "next"
import { redirect } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { LiveSearch } from "@/components/search/live-search"
import { searchPath } from "@/components/search/search-path"
import { Suggestions } from "@/components/search/suggestions"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { EmptyState } from "@/components/ui/empty-state"
import { searchLinks } from "@/lib/links/search/queries"
import { searchInput } from "@/lib/links/search/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("search"))("title") }
}

/**
 * Where a search leads that no script answered, and where Belvo is asked for what the mirror does not have. What only begins
 * like it is offered, never opened.
 */
export default async function SearchPage({ params, searchParams }: PageProps<"/[environment]/search">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const input = searchInput.safeParse(await searchParams)
  if (!input.success) redirect(`/${environment}/links`)
  const { target, hits } = await searchLinks(ctx, input.data)
  if (target) redirect(searchPath(environment, target))
  const t = await getTranslations("search")
  const { q } = input.data
  return (
    <>
      <PageHeader title={t("title")} description={q} />
      <PageBody>
        <Suggestions environment={environment} q={q} hits={hits} />
        {mayFor(ctx.actor, ["links:live"])["links:live"] ? (
          <LiveSearch key={q} environment={environment} q={q} />
        ) : (
          <EmptyState title={t("notMirrored", { q })}>{t("notMirroredWhy")}</EmptyState>
        )}
      </PageBody>
    </>
  )
}
