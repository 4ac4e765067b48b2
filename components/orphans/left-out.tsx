import Link from "next/link"
import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Cell, Head, PlainTable } from "@/components/ui/plain-table"
import { shortenMiddle } from "@/lib/format"
import type { Decided } from "@/lib/orphans/schema"

type LeftOutProps = { environment: string; decided: Decided | null; onClose: () => void }

/** A row for each link about which nothing was decided, and why. */
export function LeftOut({ environment, decided, onClose }: LeftOutProps) {
  const t = useTranslations("orphans.leftOut")
  const head = (
    <>
      <Head>{t("link")}</Head>
      <Head>{t("reason")}</Head>
    </>
  )
  return (
    <Dialog
      open={decided !== null}
      onClose={onClose}
      title={t("title", { count: decided?.skippedCount ?? 0 })}
      footer={<Button onClick={onClose}>{t("close")}</Button>}
    >
      <p className="mb-3">{t("done", { count: decided?.count ?? 0 })}</p>
      <PlainTable label={t("label")} head={head}>
        {decided?.skipped.map(({ linkId, why }) => (
          <tr key={linkId}>
            <Cell>
              <Link
                href={`/${environment}/links/${linkId}`}
                className="font-mono text-accent-text text-sm hover:underline"
              >
                {shortenMiddle(linkId, 4)}
              </Link>
            </Cell>
            <Cell>{t(`why.${why}`)}</Cell>
          </tr>
        ))}
      </PlainTable>
    </Dialog>
  )
}
