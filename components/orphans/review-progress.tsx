import { useTranslations } from "next-intl"
import { KeepFresh } from "@/components/shell/keep-fresh"
import { Banner } from "@/components/ui/banner"
import { Progress } from "@/components/ui/progress"

/** While links are compared with the directory as it is now; the lists below fill meanwhile. */
export function ReviewProgress({ done, total }: { done: number; total: number }) {
  const t = useTranslations("orphans.review")
  return (
    <Banner title={t("title")}>
      <p className="mb-2">{t("why")}</p>
      <Progress label={t("title")} done={Math.min(done, total)} total={total === 0 ? null : total} />
      <KeepFresh />
    </Banner>
  )
}
