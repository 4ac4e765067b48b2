import { useLocale, useTranslations } from "next-intl"
import { ImportStateBadge } from "@/components/directory/import-state"
import { Banner } from "@/components/ui/banner"
import { Facts } from "@/components/ui/facts"
import { Id } from "@/components/ui/id"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import type { ImportView } from "@/lib/directory/schema"
import { formatBytes } from "@/lib/format"

const numbers = ["rows", "imported", "unchanged", "refused", "removed"] as const

/** Who imported what, when, and what came of it. */
export function ImportFacts({ one }: { one: ImportView }) {
  const t = useTranslations("directory")
  const locale = useLocale()
  return (
    <>
      <Outcome one={one} />
      <Panel>
        <div className="grid gap-x-10 gap-y-4 md:grid-cols-2">
          <Facts
            facts={[
              { label: t("columns.state"), value: <ImportStateBadge state={one.state} /> },
              { label: t("columns.source"), value: t(`sources.${one.source}`) },
              { label: t("columns.by"), value: one.memberName ?? "—" },
              { label: t("one.mode"), value: t(`modes.${one.mode}`) },
              { label: t("one.badRows"), value: t(`badRows.${one.badRows}`) },
              { label: t("columns.createdAt"), value: <Time at={one.createdAt} show="instant" /> },
              { label: t("one.finishedAt"), value: <Time at={one.finishedAt} show="instant" /> },
              ...(one.undoneAt === null
                ? []
                : [
                    { label: t("one.undoneAt"), value: <Time at={one.undoneAt} show="instant" /> },
                    { label: t("one.undoneBy"), value: one.undoneByName ?? "—" },
                  ]),
            ]}
          />
          <Facts
            facts={[
              ...numbers.map((name) => ({ label: t(`columns.${name}`), value: <Num value={one[name]} /> })),
              { label: t("one.size"), value: one.bytes === null ? "—" : formatBytes(locale, one.bytes) },
              { label: t("one.sha256"), value: one.sha256 === null ? "—" : <Id value={one.sha256} ends={8} /> },
            ]}
          />
        </div>
      </Panel>
    </>
  )
}

/** Why nothing was imported, and what to do. */
function Outcome({ one }: { one: ImportView }) {
  const t = useTranslations("directory.one")
  if (one.state === "refused") {
    return (
      <Banner grade="warning" title={t("refused", { count: one.refused })}>
        {t("refusedAdvice")}
      </Banner>
    )
  }
  if (one.state !== "failed") return null
  return (
    <Banner grade="danger" title={t("failed")}>
      {t(`failures.${one.failure ?? "internal"}`)}
    </Banner>
  )
}
