import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { ButtonLink } from "@/components/ui/button"
import { UserAdvice } from "@/components/users/user-advice"
import { UserKnown } from "@/components/users/user-known"
import { UserLinks } from "@/components/users/user-links"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"
import { getUser } from "@/lib/users/queries"
import { parseUserSegment, userPath } from "@/lib/users/schema"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") }
}

/** One of the operator's users: every link, what the directory knows, and what to do before a new link is made. */
export default async function UserPage({ params, searchParams }: PageProps<"/[environment]/users/[externalId]">) {
  const { environment, externalId: segment } = await params
  const ctx = await requireCtx(environment)
  const externalId = parseUserSegment(segment)
  const path = externalId === null ? null : userPath(environment, externalId)
  if (externalId === null || path === null) notFound()
  const removed = (await searchParams).removed === "1"
  const page = await getUser(ctx, { externalId, removed })
  const t = await getTranslations("users")
  const back = { href: `/${environment}/links?externalId=${encodeURIComponent(externalId)}`, label: t("back") }
  return (
    <>
      <PageHeader
        title={<span className="break-all">{externalId}</span>}
        description={t("description")}
        back={back}
        actions={mayFor(ctx.actor, ["sessions:open"])["sessions:open"] && <NewLink {...{ environment, externalId }} />}
      />
      <PageBody>
        <UserAdvice environment={environment} page={page} />
        <UserLinks environment={environment} page={page} removed={removed} path={path} />
        <UserKnown environment={environment} known={page.known} />
      </PageBody>
    </>
  )
}

async function NewLink({ environment, externalId }: { environment: string; externalId: string }) {
  const t = await getTranslations("connect")
  const query = new URLSearchParams({ externalId })
  return <ButtonLink href={`/${environment}/recovery/new?${query}`}>{t("forUser")}</ButtonLink>
}
