import { useTranslations } from "next-intl"
import { FileLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { Num } from "@/components/ui/num"
import { OnwardPagination } from "@/components/ui/pagination"
import { Panel } from "@/components/ui/panel"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import type { AdoptionExportRow } from "@/lib/orphans/adoptions/queries"
import type { Page } from "@/lib/page"

type AdoptionFilesProps = { environment: string; page: Page<AdoptionExportRow>; first: boolean; mayTake: boolean }

/** Files that were made, each to be had again with the same bytes. */
export function AdoptionFiles({ environment, page, first, mayTake }: AdoptionFilesProps) {
  const t = useTranslations("orphans.adoptions")
  const head = (
    <>
      <Head>{t("made")}</Head>
      <Head>{t("member")}</Head>
      <Head end>{t("rows")}</Head>
      {mayTake && <Head>{t("file")}</Head>}
    </>
  )
  if (page.rows.length === 0) return <Panel>{<EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>}</Panel>
  return (
    <>
      <PlainTable label={t("files")} head={head}>
        {page.rows.map(({ id, createdAt, memberName, rows }) => (
          <tr key={id}>
            <Cell>
              <Time at={createdAt} />
            </Cell>
            <Cell>{memberName}</Cell>
            <Cell end>
              <Num value={rows} />
            </Cell>
            {mayTake && (
              <Cell>
                <FileLink size="sm" href={`/api/${environment}/adoptions.csv?batch=${id}`}>
                  {t("take")}
                </FileLink>
              </Cell>
            )}
          </tr>
        ))}
      </PlainTable>
      <OnwardPagination path={`/${environment}/orphans/adoptions`} isFirst={first} next={page.after} />
    </>
  )
}
