import { useTranslations } from "next-intl"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Badge } from "@/components/ui/badge"
import { Banner } from "@/components/ui/banner"
import { Panel } from "@/components/ui/panel"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Progress } from "@/components/ui/progress"
import { Time } from "@/components/ui/time"
import type { ComparedRow, Comparison } from "@/lib/duplicates/comparing/queries"
import { shortenMiddle } from "@/lib/format"
import { KeepLooking } from "./keep-looking"

/** How far the latest comparison is, and what it found. */
export function ComparisonResult({ environment, comparison }: { environment: string; comparison: Comparison }) {
  const t = useTranslations("duplicates.older")
  const { state, done, total, alike, left } = comparison
  const active = state === "queued" || state === "running"
  return (
    <Panel title={t("latest", { institution: comparison.institution })}>
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          {t.rich("by", { name: comparison.requestedByName ?? "—", at: () => <Time at={comparison.requestedAt} /> })}
        </p>
        {active && (
          <>
            <Progress label={t("progress")} done={done} total={total} />
            <p className="text-faint text-sm">{t("mayLeave")}</p>
            <KeepLooking />
          </>
        )}
        {state === "failed" && (
          <Banner grade="danger" title={t("failed")}>
            {t("failedWhy", { done, total })}
          </Banner>
        )}
        {!active && <p className="font-medium">{t("found", { count: alike.length })}</p>}
        {alike.map((group) => (
          <AlikeLinks key={group.links[0]?.id} environment={environment} group={group} />
        ))}
        {left.length > 0 && <LeftLinks environment={environment} left={left} />}
      </div>
    </Panel>
  )
}

function AlikeLinks({ environment, group }: { environment: string; group: Comparison["alike"][number] }) {
  const t = useTranslations("duplicates.older")
  return (
    <section className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-2">
        {t(`grades.${group.grade}`)} <Badge>{t("byAccount")}</Badge>
      </p>
      <LinkTable
        environment={environment}
        links={group.links}
        note={(link) => (link.hasLogin ? t("newer") : t("old"))}
      />
    </section>
  )
}

function LeftLinks({ environment, left }: { environment: string; left: readonly ComparedRow[] }) {
  const t = useTranslations("duplicates.older")
  return (
    <section className="flex flex-col gap-1">
      <p>{t("left", { count: left.length })}</p>
      <LinkTable environment={environment} links={left} note={({ outcome }) => t(`outcomes.${outcome}`)} />
    </section>
  )
}

type LinkTableProps = { environment: string; links: readonly ComparedRow[]; note: (link: ComparedRow) => string }

function LinkTable({ environment, links, note }: LinkTableProps) {
  const t = useTranslations("duplicates.older")
  const head = (
    <>
      <Head>{t("link")}</Head>
      <Head>{t("status")}</Head>
      <Head>{t("externalIdShort")}</Head>
      <Head wide>{t("created")}</Head>
      <Head wide>{t("note")}</Head>
    </>
  )
  return (
    <PlainTable label={t("links")} head={head}>
      {links.map((link) => (
        <tr key={link.id}>
          <Cell>
            <a
              href={`/${environment}/links/${link.id}`}
              className="font-mono text-accent-text text-sm underline underline-offset-2"
            >
              {shortenMiddle(link.id, 4)}
            </a>
          </Cell>
          <Cell>
            <LinkStatusBadge status={link.status} removed={link.removed} />
          </Cell>
          <Cell>
            <span className="font-mono text-sm">{link.externalId ?? "—"}</span>
          </Cell>
          <Cell wide>
            <Time at={link.createdAt} show="date" />
          </Cell>
          <Cell wide>{note(link)}</Cell>
        </tr>
      ))}
    </PlainTable>
  )
}
