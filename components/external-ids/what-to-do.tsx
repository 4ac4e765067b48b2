import { useTranslations } from "next-intl"
import { Panel } from "@/components/ui/panel"

/** The way out, since Belvo changes no external id. */
export function WhatToDo() {
  const t = useTranslations("externalIds.what")
  return (
    <Panel title={t("title")}>
      <p className="max-w-3xl">{t("change")}</p>
      <ol className="mt-2 max-w-3xl list-decimal space-y-1 pl-5">
        <li>{t("new")}</li>
        <li>{t("connect")}</li>
        <li>{t("meanwhile")}</li>
      </ol>
    </Panel>
  )
}
