"use client"

import { Rows3, Rows4 } from "lucide-react"
import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { densityCookie, remember } from "@/components/ui/remember"

/** Row height, for all tables alike. An attribute of <html> that the server already sends, so nothing jumps. */
export function DensityButton() {
  const t = useTranslations("ui.table")
  return (
    <Button
      variant="ghost"
      className="max-md:hidden"
      aria-label={t("density")}
      data-tip={t("density")}
      onClick={toggle}
      icon={
        <>
          <Rows3 aria-hidden className="when-regular" />
          <Rows4 aria-hidden className="when-compact" />
        </>
      }
    />
  )
}

function toggle() {
  const { dataset } = document.documentElement
  const compact = dataset.density === "compact"
  if (compact) delete dataset.density
  else dataset.density = "compact"
  remember(densityCookie, compact ? "" : "compact")
}
