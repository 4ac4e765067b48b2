"use client"

import { useLocale, useTranslations } from "next-intl"
import { useState } from "react"
import { Segmented } from "@/components/ui/segmented"
import { languageOf } from "@/lib/format"
import { paletteOf } from "@/lib/recovery/look/rules"
import type { LookSettings } from "@/lib/recovery/look/schema"
import { type CustomerLocale, customerLocales } from "@/lib/recovery/schema"

/** What the page says before anything has happened, by the customer's language. */
export type PreviewTexts = Readonly<Record<CustomerLocale, { title: string; text: string; button: string }>>

type LookPreviewProps = { look: LookSettings; texts: PreviewTexts }

/** The page in small, in each of its languages, by light and by dark where the customer's phone decides. */
export function LookPreview({ look, texts }: LookPreviewProps) {
  const t = useTranslations("repairLook")
  const tLanguage = useTranslations("shell.language")
  const [language, setLanguage] = useState<CustomerLocale>(languageOf(useLocale()))
  const languages = customerLocales.map((value) => ({ value, label: tLanguage(value) }))
  const backgrounds = look.background === null ? ["#ffffff", "#16181d"] : [look.background]
  return (
    <section aria-label={t("preview")} className="flex flex-col gap-2">
      <h3 className="font-medium">{t("preview")}</h3>
      <div>
        <Segmented label={t("previewLanguage")} value={language} onChange={setLanguage} segments={languages} />
      </div>
      <div lang={language} className="flex flex-wrap gap-4">
        {backgrounds.map((background) => (
          <Miniature key={background} look={look} background={background} words={texts[language]} />
        ))}
      </div>
    </section>
  )
}

type MiniatureProps = { look: LookSettings; background: string; words: PreviewTexts[CustomerLocale] }

function Miniature({ look, background, words }: MiniatureProps) {
  const { ink, muted, accent, onAccent, edge } = paletteOf(look.accent, background)
  return (
    <div style={{ background, color: ink }} className="flex w-60 flex-col gap-3 rounded border border-strong p-4">
      {look.logo === null ? (
        look.operatorName !== "" && <p className="font-semibold">{look.operatorName}</p>
      ) : (
        // biome-ignore lint/performance/noImgElement: the operator's own image, as it will be shown
        <img src={look.logo} alt={look.operatorName} className="max-h-10 max-w-40 self-start" />
      )}
      <p className="font-bold text-lg">{words.title}</p>
      <p className="text-sm">{words.text}</p>
      <p
        style={{ background: accent, color: onAccent, borderColor: edge }}
        className="rounded-lg border-2 px-3 py-2 text-center font-semibold"
      >
        {words.button}
      </p>
      {look.contact !== "" && (
        <p style={{ color: muted }} className="break-words border-t pt-2 text-sm">
          {look.contact}
        </p>
      )}
    </div>
  )
}
