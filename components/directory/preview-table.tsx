import { useTranslations } from "next-intl"
import { cn } from "@/components/ui/cn"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import type { ColumnPlaces } from "@/lib/directory/schema"

type PreviewTableProps = { rows: readonly (readonly string[])[]; columns: ColumnPlaces }

/** The first rows as they are understood; the chosen columns stand out. */
export function PreviewTable({ rows, columns }: PreviewTableProps) {
  const t = useTranslations("directory.mapping")
  const places = Array.from({ length: Math.max(0, ...rows.map((row) => row.length)) }, (_, place) => place)
  const [names = [], shown] = columns.header ? [rows[0], rows.slice(1)] : [undefined, rows]
  return (
    <PlainTable
      label={t("preview")}
      head={places.map((place) => (
        <Head key={place}>
          {names[place] || t("column", { number: place + 1 })}
          {place === columns.externalId && ` → ${t("externalId")}`}
          {place === columns.linkId && ` → ${t("linkId")}`}
        </Head>
      ))}
    >
      {shown.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a file have nothing else and never move
        <tr key={at}>
          {places.map((place) => (
            <Cell key={place}>
              <span
                className={cn(
                  "break-all font-mono text-sm",
                  place !== columns.externalId && place !== columns.linkId && "text-faint",
                )}
              >
                {(row[place] ?? "").slice(0, 80)}
              </span>
            </Cell>
          ))}
        </tr>
      ))}
    </PlainTable>
  )
}
