"use client"

import { useTranslations } from "next-intl"
import { SourceProblemText } from "@/components/directory/source-problem-text"
import { Banner } from "@/components/ui/banner"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import type { SourceTest } from "@/lib/directory/source/schema"

/** What a test of the source gave: the first rows, or what is wrong and what to do about it. */
export function SourceTestResult({ result }: { result: SourceTest }) {
  const t = useTranslations("directory-source")
  if (result.kind === "failed") {
    const { kind, detail, message } = result.problem
    return (
      <Banner grade="danger" title={t("testFailed")}>
        <SourceProblemText kind={kind} detail={detail} />
        {message !== null && <p className="mt-1 break-words font-mono text-sm">{message}</p>}
      </Banner>
    )
  }
  const { rows, superuser, encrypted } = result
  return (
    <div className="flex flex-col gap-3">
      {superuser && (
        <Banner grade="warning" title={t("superuser")}>
          {t("superuserWhy")}
        </Banner>
      )}
      {!encrypted && <Banner grade="warning" title={t("plain")} />}
      <Banner title={t("testOk", { count: rows.length })} />
      {rows.length > 0 && (
        <PlainTable
          label={t("firstRows")}
          head={
            <>
              <Head>external_id</Head>
              <Head>link_id</Head>
            </>
          }
        >
          {rows.map(({ externalId, linkId }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a database have no key, may be equal, and never move
            <tr key={index}>
              <Cell>{externalId ?? "—"}</Cell>
              <Cell>{linkId ?? "—"}</Cell>
            </tr>
          ))}
        </PlainTable>
      )}
    </div>
  )
}
