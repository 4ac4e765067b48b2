import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import type { DuplicateGroupPage } from "@/lib/duplicates/queries"
import { shortenMiddle } from "@/lib/format"
import { SurvivorReasons } from "./survivor-reasons"

/** What is proposed for the group and why; of a shared login, that nothing is. */
export function GroupVerdict({ group }: { group: DuplicateGroupPage }) {
  const t = useTranslations("duplicates.group")
  const { sharedLogin, survivor, reasons, externalIds, hasDirectory } = group
  if (sharedLogin) {
    return (
      <Banner grade="warning" title={t("shared", { count: externalIds })}>
        {t("sharedWhy")}
      </Banner>
    )
  }
  const works = survivor.status === "valid"
  return (
    <Banner
      grade={works ? "info" : "warning"}
      title={t.rich("keep", {
        link: () => <span className="font-mono text-sm">{shortenMiddle(survivor.id, 4)}</span>,
        reasons: () => <SurvivorReasons reasons={reasons} />,
      })}
    >
      <p>{works ? t("keepWhy") : t("noneWorks")}</p>
      {!hasDirectory && <p>{t("noDirectory")}</p>}
    </Banner>
  )
}
