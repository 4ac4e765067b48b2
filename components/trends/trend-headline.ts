import { getFormatter, getTranslations } from "next-intl/server"
import { brokenShares, type Trend } from "@/lib/history/trends/rules"

/** The question that the chart answers: did it get better or worse? */
export async function trendHeadline(trend: Trend): Promise<string> {
  const t = await getTranslations("trends.headline")
  const format = await getFormatter()
  const shares = brokenShares(trend)
  if (!shares) return t("plain")
  const percent = (share: number) => format.number(share, { style: "percent", maximumFractionDigits: 1 })
  const [from, to] = [percent(shares.from), percent(shares.to)]
  if (from === to) return t("steady", { to })
  return shares.to > shares.from ? t("rose", { from, to }) : t("fell", { from, to })
}
