import { Plus } from "lucide-react"
import Link from "next/link"
import { useTranslations } from "next-intl"
import { ButtonLink } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { Num } from "@/components/ui/num"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import type { CampaignRow } from "@/lib/recovery/campaigns/schema"
import { CampaignStateBadge } from "./campaign-state"

type CampaignTableProps = { environment: string; campaigns: readonly CampaignRow[]; mayRun: boolean }

/** The latest first; each opens its own page. */
export function CampaignTable({ environment, campaigns, mayRun }: CampaignTableProps) {
  const t = useTranslations("campaigns")
  const path = `/${environment}/recovery/campaigns`
  if (campaigns.length === 0) {
    const begin = (
      <ButtonLink icon={<Plus />} href={`${path}/new`}>
        {t("new")}
      </ButtonLink>
    )
    return (
      <EmptyState title={t("empty")} {...(mayRun ? { actions: begin } : {})}>
        {t("emptyWhy")}
      </EmptyState>
    )
  }
  return (
    <PlainTable label={t("title")} head={<Heads />}>
      {campaigns.map((one) => (
        <tr key={one.id} className="hover:bg-hover">
          <Cell>
            <Link href={`${path}/${one.id}`} prefetch={false} className="break-words font-medium hover:underline">
              {one.name}
            </Link>
          </Cell>
          <Cell>
            <CampaignStateBadge state={one.state} />
          </Cell>
          <Cell end wide>
            <Num value={one.members - one.heldOut} />
          </Cell>
          <Cell end wide>
            <Num value={one.state === "draft" ? null : one.sent} />
          </Cell>
          <Cell end>
            <Num value={one.state === "draft" ? null : one.working} />
          </Cell>
          <Cell wide>{one.startedBy ?? one.createdBy}</Cell>
          <Cell end wide>
            <Time at={one.startedAt ?? one.createdAt} />
          </Cell>
        </tr>
      ))}
    </PlainTable>
  )
}

function Heads() {
  const t = useTranslations("campaigns.columns")
  return (
    <>
      <Head>{t("name")}</Head>
      <Head>{t("state")}</Head>
      <Head end wide>
        {t("toAsk")}
      </Head>
      <Head end wide>
        {t("sent")}
      </Head>
      <Head end>{t("working")}</Head>
      <Head wide>{t("by")}</Head>
      <Head end wide>
        {t("at")}
      </Head>
    </>
  )
}
