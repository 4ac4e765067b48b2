import { Download } from "lucide-react"
import { useTranslations } from "next-intl"
import { FileLink } from "@/components/ui/button"
import { Num } from "@/components/ui/num"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { rowReasons } from "@/lib/directory/schema"

type RefusalTableProps = {
  environment: string
  importId: string
  /** All that were refused, of which the first are shown. */
  refused: number
  rows: readonly { line: number; reason: string; value: string | null }[]
}

/** Rows that were not imported: where, why, and the beginning of what stood there. */
export function RefusalTable({ environment, importId, refused, rows }: RefusalTableProps) {
  const t = useTranslations("directory.refusals")
  if (rows.length === 0) return null
  return (
    <section className="flex flex-col gap-2">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold text-md">{t("title", { count: refused })}</h2>
        <FileLink
          size="sm"
          icon={<Download />}
          href={`/api/${environment}/directory/imports/${importId}/refused.csv`}
          download
        >
          {t("download")}
        </FileLink>
      </header>
      <PlainTable label={t("title", { count: refused })} head={<Heads />}>
        {rows.map(({ line, reason, value }) => (
          <tr key={line}>
            <Cell end>
              <Num value={line} />
            </Cell>
            <Cell>
              <Reason reason={reason} />
            </Cell>
            <Cell>
              <code className="break-all font-mono text-sm">{value ?? "—"}</code>
            </Cell>
          </tr>
        ))}
      </PlainTable>
      {rows.length < refused && <p className="text-faint text-sm">{t("first", { count: rows.length })}</p>}
    </section>
  )
}

function Heads() {
  const t = useTranslations("directory.refusals")
  return (
    <>
      <Head end>{t("line")}</Head>
      <Head>{t("reason")}</Head>
      <Head>{t("value")}</Head>
    </>
  )
}

function Reason({ reason }: { reason: string }) {
  const t = useTranslations("directory.reasons")
  const known = rowReasons.find((one) => one === reason)
  return known ? t(known) : reason
}
