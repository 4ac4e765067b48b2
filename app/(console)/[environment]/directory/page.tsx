import type { Metadata } from "next"
import { getTranslations } from "next-intl/server"
import { ImportTable } from "@/components/directory/import-table"
import { KnownUsers } from "@/components/directory/known-users"
import { SourceSection } from "@/components/directory/source-section"
import { UploadForm } from "@/components/directory/upload-form"
import { ListFrame } from "@/components/shell/list-frame"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import { OnwardPagination } from "@/components/ui/pagination"
import { Panel } from "@/components/ui/panel"
import type { Ctx } from "@/lib/ctx"
import { getDirectoryFacts, listImports } from "@/lib/directory/queries"
import { getSourceState } from "@/lib/directory/source/runs/queries"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("directory"))("title") }
}

/** The operator's own users: what is known of them, how more come in, and what came in when. */
export default async function DirectoryPage({ params, searchParams }: PageProps<"/[environment]/directory">) {
  const { environment } = await params
  const { after } = await searchParams
  const ctx = await requireCtx(environment)
  const t = await getTranslations("directory")
  const mayImport = mayFor(ctx.actor, ["directory:import"])["directory:import"]
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <PageBody>
        <KnownUsers facts={await getDirectoryFacts(ctx)} />
        {mayImport && (
          <Panel title={t("upload.title")}>
            <UploadForm environment={environment} />
          </Panel>
        )}
        <SourceSection environment={environment} state={await getSourceState(ctx)} />
        <h2 className="font-semibold text-md">{t("history")}</h2>
        <ListFrame key={String(after)} rows={6}>
          <Imports ctx={ctx} after={typeof after === "string" ? after : null} />
        </ListFrame>
      </PageBody>
    </>
  )
}

async function Imports({ ctx, after }: { ctx: Ctx; after: string | null }) {
  const { slug } = ctx.environment
  const { rows, older } = await listImports(ctx, { after })
  return (
    <>
      <ImportTable environment={slug} imports={rows} />
      <OnwardPagination path={`/${slug}/directory`} isFirst={after === null} next={older} />
    </>
  )
}
