import { useLocale, useTranslations } from "next-intl"
import { WindowState } from "@/components/sync/window-state"
import { EmptyState } from "@/components/ui/empty-state"
import { Num } from "@/components/ui/num"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import { formatDay } from "@/lib/format"
import type { RunWindow, RunWindows } from "@/lib/sync/progress/details/queries"

/** The questions of a sweep and what came of each: days of creation by institutions or statuses. */
export function WindowTable({ windows, counts }: RunWindows) {
  const t = useTranslations("sync.windows")
  const total = counts.reduce((sum, one) => sum + one.windows, 0)
  if (total === 0) return <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted">
        <Summary counts={counts} /> {windows.length < total && t("shown", { shown: windows.length })}
      </p>
      <PlainTable label={t("title")} head={<Heads />}>
        {windows.map((window) => (
          <Row key={window.id} window={window} />
        ))}
      </PlainTable>
    </div>
  )
}

const states = ["waiting", "read", "restless", "blocked", "narrowed", "refused", "split", "skipped"] as const

function Summary({ counts }: Pick<RunWindows, "counts">) {
  const t = useTranslations("sync.windows")
  const parts = counts.map(({ state, windows }) => {
    const known = states.find((one) => one === state)
    return known ? t(`short.${known}`, { count: windows }) : `${windows} ${state}`
  })
  const count = counts.reduce((sum, one) => sum + one.windows, 0)
  return t("summary", { count, states: parts.join(", ") })
}

const numbers = ["expected", "count", "seen", "passes"] as const

function Heads() {
  const t = useTranslations("sync.windows.columns")
  return (
    <>
      <Head>{t("days")}</Head>
      <Head>{t("what")}</Head>
      {numbers.map((name) => (
        <Head key={name} end wide={name !== "count"}>
          {t(name)}
        </Head>
      ))}
      <Head>{t("state")}</Head>
      <Head wide>{t("readAt")}</Head>
    </>
  )
}

function Row({ window }: { window: RunWindow }) {
  return (
    <tr>
      <Cell>
        <Days window={window} />
      </Cell>
      <Cell>
        <Which window={window} />
      </Cell>
      {numbers.map((name) => (
        <Cell key={name} end wide={name !== "count"}>
          <Num value={window[name]} />
        </Cell>
      ))}
      <Cell>
        <WindowState kind={window.kind} state={window.state} />
      </Cell>
      <Cell wide>
        <Time at={window.readAt} show="clock" />
      </Cell>
    </tr>
  )
}

function Days({ window: { from, to } }: { window: RunWindow }) {
  const t = useTranslations("sync.windows.days")
  const locale = useLocale()
  const day = (one: string) => formatDay(locale, one)
  if (from === null) return to === null ? t("all") : t("to", { to: day(to) })
  if (to === null) return t("from", { from: day(from) })
  return from === to ? t("one", { from: day(from) }) : t("range", { from: day(from), to: day(to) })
}

const namesShown = 2

function Which({ window: { kind, institutions, institutionCount, statuses } }: { window: RunWindow }) {
  const t = useTranslations("sync.windows")
  if (kind !== "links") return t("check")
  const names = institutions.slice(0, namesShown).join(", ")
  const parts = [
    ...(statuses.length > 0 ? [statuses.join(", ")] : []),
    ...(institutionCount > 0
      ? [t("institutions", { names, more: institutionCount - Math.min(institutionCount, namesShown) })]
      : []),
  ]
  if (parts.length === 0) return t("everything")
  return <span data-tip={institutionCount > namesShown ? institutions.join(", ") : undefined}>{parts.join(" · ")}</span>
}
