import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { getTranslations } from "next-intl/server"
import { ActiveImport } from "@/components/directory/active-import"
import { ImportFacts } from "@/components/directory/import-facts"
import { SourceName } from "@/components/directory/import-table"
import { MappingForm } from "@/components/directory/mapping-form"
import { RefusalTable } from "@/components/directory/refusal-table"
import { UndoButton } from "@/components/directory/undo-button"
import { PageBody, PageHeader } from "@/components/shell/page-header"
import type { Ctx } from "@/lib/ctx"
import { findListedImport, listRefusals, previewImport } from "@/lib/directory/queries"
import type { ImportView } from "@/lib/directory/schema"
import { mayFor } from "@/lib/permissions"
import { requireCtx } from "@/lib/request"

const mostShown = 100

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("directory"))("title") }
}

/** One import: its first rows before it begins, how far it is, and what came of it. */
export default async function ImportPage({ params }: PageProps<"/[environment]/directory/imports/[id]">) {
  const { environment, id } = await params
  const ctx = await requireCtx(environment)
  const t = await getTranslations("directory")
  const one = await findListedImport(ctx, { importId: id })
  if (!one) notFound()
  const may = mayFor(ctx.actor, ["directory:import"])["directory:import"]
  const isActive = one.state === "queued" || one.state === "running"
  const refusals = one.refused > 0 && !isActive ? await listRefusals(ctx, { importId: one.id, most: mostShown }) : []
  return (
    <>
      <PageHeader
        title={t.rich("one.named", { source: () => <SourceName one={one} /> })}
        back={{ href: `/${environment}/directory`, label: t("one.back") }}
        actions={may && one.undoable && <UndoButton environment={environment} one={one} />}
      />
      <PageBody>
        {isActive && <ActiveImport environment={environment} one={one} />}
        <ImportFacts one={one} />
        {may && <Mapping ctx={ctx} one={one} />}
        <RefusalTable environment={environment} importId={one.id} refused={one.refused} rows={refusals} />
      </PageBody>
    </>
  )
}

/** For a file that waits, or came to nothing and may be tried again. */
async function Mapping({ ctx, one }: { ctx: Ctx; one: ImportView }) {
  const isStartable = one.source === "file" && ["received", "refused", "failed"].includes(one.state)
  const preview = isStartable ? await previewImport(ctx, { importId: one.id }) : null
  return preview && <MappingForm environment={ctx.environment.slug} importId={one.id} preview={preview} />
}
