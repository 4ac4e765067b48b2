import Link from "next/link"
import { useTranslations } from "next-intl"
import { ImportStateBadge } from "@/components/directory/import-state"
import { EmptyState } from "@/components/ui/empty-state"
import { Num } from "@/components/ui/num"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { Time } from "@/components/ui/time"
import type { ImportView } from "@/lib/directory/schema"

type ImportTableProps = { environment: string; imports: readonly ImportView[] }

const numbers = ["rows", "imported", "unchanged", "refused", "removed"] as const

/** What was imported, the latest first; each opens its own page. */
export function ImportTable({ environment, imports }: ImportTableProps) {
  const t = useTranslations("directory")
  if (imports.length === 0) return <EmptyState title={t("empty")}>{t("emptyWhy")}</EmptyState>
  return (
    <PlainTable label={t("history")} head={<Heads />}>
      {imports.map((one) => (
        <Row key={one.id} environment={environment} one={one} />
      ))}
    </PlainTable>
  )
}

function Heads() {
  const t = useTranslations("directory.columns")
  return (
    <>
      <Head>{t("createdAt")}</Head>
      <Head>{t("source")}</Head>
      <Head wide>{t("by")}</Head>
      <Head>{t("state")}</Head>
      {numbers.map((name) => (
        <Head key={name} end wide>
          {t(name)}
        </Head>
      ))}
    </>
  )
}

function Row({ environment, one }: { environment: string; one: ImportView }) {
  return (
    <tr className="hover:bg-hover">
      <Cell>
        <Link href={`/${environment}/directory/imports/${one.id}`} className="hover:underline">
          <Time at={one.createdAt} show="instant" />
        </Link>
      </Cell>
      <Cell>
        <SourceName one={one} />
      </Cell>
      <Cell wide>{one.memberName ?? "—"}</Cell>
      <Cell>
        <ImportStateBadge state={one.state} />
      </Cell>
      {numbers.map((name) => (
        <Cell key={name} end wide>
          <Num value={one[name]} />
        </Cell>
      ))}
    </tr>
  )
}

/** The file's name where there is one; else where the rows came from. */
export function SourceName({ one }: { one: ImportView }) {
  const t = useTranslations("directory.sources")
  return <span className="break-all">{one.fileName ?? t(one.source)}</span>
}
