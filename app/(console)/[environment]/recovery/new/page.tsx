import type { Metadata } from "next"
import Link from "next/link"
import { getTranslations } from "next-intl/server"
import { ConnectForm } from "@/components/recovery/connect-form"
import { ConnectOutcome } from "@/components/recovery/connect-outcome"
import { ConnectStart } from "@/components/recovery/connect-start"
import { VerdictBanner } from "@/components/recovery/verdict-banner"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { NotPermitted } from "@/components/shell/not-permitted"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { Banner } from "@/components/ui/banner"
import { ButtonLink } from "@/components/ui/button"
import { UserAdvice } from "@/components/users/user-advice"
import { UserLinks } from "@/components/users/user-links"
import type { Ctx } from "@/lib/ctx"
import { tags } from "@/lib/format"
import { mayFor } from "@/lib/permissions"
import { getConnectPage } from "@/lib/recovery/connecting/page/queries"
import { connectParams } from "@/lib/recovery/connecting/schema"
import { requireCtx } from "@/lib/request"
import { getUser } from "@/lib/users/queries"
import { userPath } from "@/lib/users/schema"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connect"))("title") }
}

/** A new link for one of the operator's users: what there is already, then how the new one is to be made. */
export default async function ConnectPage({ params, searchParams }: PageProps<"/[environment]/recovery/new">) {
  const { environment } = await params
  const ctx = await requireCtx(environment)
  const may = mayFor(ctx.actor, ["sessions:open", "environments:manage"])
  if (!may["sessions:open"]) return <NotPermitted />
  const { externalId, session } = connectParams.parse(await searchParams)
  const t = await getTranslations("connect")
  const back = { href: `/${environment}/recovery`, label: t("back") }
  return (
    <>
      <PageHeader
        {...{ title: t("title"), description: t("description"), back }}
        actions={
          may["environments:manage"] && (
            <ButtonLink href={`/settings/widget#environment-${environment}`}>{t("setup.title")}</ButtonLink>
          )
        }
      />
      <PageBody>
        <ConnectStart environment={environment} externalId={externalId} />
        {externalId !== null && <ForUser key={externalId} ctx={ctx} externalId={externalId} sessionId={session} />}
        <Banner title={t("brazil.title")}>{t("brazil.text")}</Banner>
      </PageBody>
    </>
  )
}

type ForUserProps = { ctx: Ctx; externalId: string; sessionId: string | null }

async function ForUser({ ctx, externalId, sessionId }: ForUserProps) {
  const environment = ctx.environment.slug
  const { verdict, places, isSetUp, session, customerLocale } = await getConnectPage(ctx, { externalId, sessionId })
  if (verdict.kind === "refused") return <VerdictBanner verdict={verdict} />
  const user = await getUser(ctx, { externalId, removed: false })
  const path = userPath(environment, externalId) ?? `/${environment}/links`
  return (
    <>
      <VerdictBanner verdict={verdict} />
      {session && <ConnectOutcome environment={environment} session={session} />}
      {session?.state === "open" && <KeepFresh />}
      <UserAdvice environment={environment} page={user} />
      <UserLinks environment={environment} page={user} removed={false} path={path} />
      {isSetUp ? (
        <ConnectForm
          {...{ environment, externalId, places, session, customerLocale }}
          doubtful={verdict.kind === "doubtful"}
          known={user.links.length}
          messages={await writeMessages()}
        />
      ) : (
        <NotSetUp ctx={ctx} />
      )}
    </>
  )
}

async function NotSetUp({ ctx }: { ctx: Ctx }) {
  const t = await getTranslations("connect.notSetUp")
  const may = mayFor(ctx.actor, ["environments:manage"])
  return (
    <Banner grade="warning" title={t("title")}>
      {may["environments:manage"] ? (
        <Link href={`/settings/widget#environment-${ctx.environment.slug}`} className="text-accent-text underline">
          {t("setUp")}
        </Link>
      ) : (
        t("askAdmin")
      )}
    </Banner>
  )
}

/** What the customer is sent with the address, in each of their languages. */
async function writeMessages() {
  const write = async (locale: "es" | "pt-BR" | "en") => {
    const t = await getTranslations({ locale: tags[locale], namespace: "connect" })
    return t("message", { address: "{address}", minutes: 10 })
  }
  return { es: await write("es"), "pt-BR": await write("pt-BR"), en: await write("en") }
}
