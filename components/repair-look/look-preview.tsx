"use client"

import { useTranslations } from "next-intl"
import { paletteOf } from "@/lib/recovery/look/rules"
import type { LookSettings } from "@/lib/recovery/look/schema"

/** The page in small, by light and by dark where the customer's phone decides. */
export function LookPreview({ look }: { look: LookSettings }) {
  const t = useTranslations("repairLook")
  const backgrounds = look.background === null ? ["#ffffff", "#16181d"] : [look.background]
  return (
    <section aria-label={t("preview")} className="flex flex-col gap-2">
      <h3 className="font-medium">{t("preview")}</h3>
      <div className="flex flex-wrap gap-4">
        {backgrounds.map((background) => (
          <Miniature key={background} look={look} background={background} />
        ))}
      </div>
    </section>
  )
}

function Miniature({ look, background }: { look: LookSettings; background: string }) {
  const t = useTranslations("repairLook")
  const { ink, muted, accent, onAccent, edge } = paletteOf(look.accent, background)
  return (
    <div style={{ background, color: ink }} className="flex w-60 flex-col gap-3 rounded border border-strong p-4">
      {look.logo === null ? (
        <p className="font-semibold">{look.operatorName}</p>
      ) : (
        // biome-ignore lint/performance/noImgElement: the operator's own image, as it will be shown
        <img src={look.logo} alt={look.operatorName} className="max-h-10 max-w-40 self-start" />
      )}
      <p className="font-bold text-lg">{t("previewTitle")}</p>
      <p
        style={{ background: accent, color: onAccent, borderColor: edge }}
        className="rounded-lg border-2 px-3 py-2 text-center font-semibold"
      >
        {t("previewButton")}
      </p>
      <p style={{ color: muted }} className="break-words border-t pt-2 text-sm">
        {look.contact}
      </p>
    </div>
  )
}
