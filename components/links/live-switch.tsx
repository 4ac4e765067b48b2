"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { Switch } from "@/components/ui/switch"
import { type LinkListParams, linkListParams } from "@/lib/links/schema"

/** The same filters, put to Belvo now. */
export function LiveSwitch({ path, params }: { path: string; params: LinkListParams }) {
  const t = useTranslations("links.live")
  const router = useRouter()
  const toggle = (live: boolean) => router.push(`${path}${linkListParams.query(params, { live })}`, { scroll: false })
  return (
    <span data-tip={t("tip")}>
      <Switch checked={params.live} onChange={toggle}>
        {t("switch")}
      </Switch>
    </span>
  )
}
