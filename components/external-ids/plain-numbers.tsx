import { useTranslations } from "next-intl"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import type { NumberCount } from "@/lib/external-ids/queries"

/** Numbers that look like something, and what they are taken for: so that a person may disagree. */
export function PlainNumbers({ numbers }: { numbers: readonly NumberCount[] }) {
  const t = useTranslations("externalIds.numbers")
  const kinds = useTranslations("externalIds.kinds")
  const head = (
    <>
      <Head>{t("shape")}</Head>
      <Head>{t("kind")}</Head>
      <Head end>{t("alike")}</Head>
      <Head end>{t("fitting")}</Head>
      <Head>{t("verdict")}</Head>
    </>
  )
  return (
    <Panel title={t("title")}>
      <p className="mb-3 max-w-3xl text-muted">{t("why")}</p>
      <PlainTable label={t("title")} head={head}>
        {numbers.map(({ kind, shape, alike, fitting, meant }) => (
          <tr key={`${kind} ${shape}`}>
            <Cell>
              <ShapeName shape={shape} />
            </Cell>
            <Cell>{kinds(kind)}</Cell>
            <Cell end>
              <Num value={alike} />
            </Cell>
            <Cell end>
              <Num value={fitting} />
            </Cell>
            <Cell>{meant ? t("meant") : t("counter")}</Cell>
          </tr>
        ))}
      </PlainTable>
    </Panel>
  )
}

function ShapeName({ shape }: { shape: string }) {
  const t = useTranslations("externalIds.numbers.shapes")
  const digits = shape.replace(/^\D*/, "")
  if (shape === "dated") return t("dated")
  if (shape.startsWith("letters")) return t("lettered")
  return shape.startsWith("prefix") ? t("prefixed", { digits }) : t("digits", { digits })
}
