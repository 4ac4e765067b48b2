"use client"

import { useTranslations } from "next-intl"
import { SourceProblemText } from "@/components/directory/source-problem-text"
import { Badge, type Tone } from "@/components/ui/badge"
import { Num } from "@/components/ui/num"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import type { SourceRunView } from "@/lib/directory/source/schema"

const numbers = ["rows", "imported", "removed", "refused"] as const
const tones: Record<SourceRunView["state"], Tone> = {
  ...{ queued: "neutral", running: "accent" },
  ...{ done: "valid", failed: "invalid" },
}

/** The last runs, the latest first. */
export function SourceRuns({ runs }: { runs: readonly SourceRunView[] }) {
  const t = useTranslations("directory-source")
  const head = (
    <>
      <Head>{t("at")}</Head>
      <Head wide>{t("by")}</Head>
      <Head>{t("state")}</Head>
      {numbers.map((name) => (
        <Head key={name} end wide={name !== "rows"}>
          {t(`counts.${name}`)}
        </Head>
      ))}
    </>
  )
  return (
    <PlainTable label={t("runs")} head={head}>
      {runs.map((run) => (
        <Row key={run.id} run={run} />
      ))}
    </PlainTable>
  )
}

function Row({ run }: { run: SourceRunView }) {
  const t = useTranslations("directory-source")
  const { state, requestedAt, byPerson, requestedBy, counts, problem, detail, superuser } = run
  return (
    <tr>
      <Cell>
        <Time at={requestedAt} show="instant" />
      </Cell>
      <Cell wide>{byPerson ? (requestedBy ?? "—") : t("byClock")}</Cell>
      <Cell>
        <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
        {problem !== null && (
          <div className="mt-1 max-w-md text-muted text-sm">
            <SourceProblemText kind={problem} detail={detail} />
          </div>
        )}
        {superuser && <p className="mt-1 text-sm text-token-text">{t("superuser")}</p>}
      </Cell>
      {numbers.map((name) => (
        <Cell key={name} end wide={name !== "rows"}>
          <Num value={counts?.[name] ?? null} />
        </Cell>
      ))}
    </tr>
  )
}
