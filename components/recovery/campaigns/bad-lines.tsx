import { Download } from "lucide-react"
import { useTranslations } from "next-intl"
import { FileLink } from "@/components/ui/button"
import { Num } from "@/components/ui/num"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import type { BadLineRow } from "@/lib/recovery/campaigns/queries"
import type { CampaignView } from "@/lib/recovery/campaigns/schema"

type BadLinesProps = { environment: string; campaign: CampaignView; rows: readonly BadLineRow[] }

/** Lines of the pasted list that were of no use: where, and why. What stood there has whoever pasted it. */
export function BadLines({ environment, campaign, rows }: BadLinesProps) {
  const t = useTranslations("campaigns.badLines")
  if (rows.length === 0) return null
  const title = t("title", { count: campaign.badLines, lines: campaign.lines })
  return (
    <section className="flex flex-col gap-2">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold text-md">{title}</h2>
        <FileLink
          size="sm"
          icon={<Download />}
          href={`/api/${environment}/campaigns/${campaign.id}/refused.csv`}
          download
        >
          {t("download")}
        </FileLink>
      </header>
      <PlainTable
        label={title}
        head={
          <>
            <Head end>{t("line")}</Head>
            <Head>{t("reason")}</Head>
          </>
        }
      >
        {rows.map(({ line, reason }) => (
          <tr key={line}>
            <Cell end>
              <Num value={line} />
            </Cell>
            <Cell>{t(`reasons.${reason}`)}</Cell>
          </tr>
        ))}
      </PlainTable>
      {rows.length < campaign.badLines && <p className="text-faint text-sm">{t("first", { count: rows.length })}</p>}
    </section>
  )
}
