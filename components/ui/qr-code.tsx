"use client"

import { useTranslations } from "next-intl"
import { useEffect, useState } from "react"
import { drawQr, type Qr } from "./qr"

/** Dark on white in either theme, as cameras expect; wider than the dialog it scrolls rather than shrinks. */
export function QrCode({ text, label }: { text: string; label?: string }) {
  const t = useTranslations("recovery.dialog")
  const [qr, setQr] = useState<Qr | null>(null)
  useEffect(() => {
    let isWanted = true
    drawQr(text).then((drawn) => isWanted && setQr(drawn))
    return () => {
      isWanted = false
    }
  }, [text])
  if (qr === null) return <p className="text-muted">{t("drawing")}</p>
  const { sizePx, modules, path } = qr
  return (
    <figure className="m-0 flex flex-col items-center gap-2 overflow-x-auto">
      <svg
        role="img"
        aria-label={label ?? t("qrLabel")}
        width={sizePx}
        height={sizePx}
        viewBox={`0 0 ${modules} ${modules}`}
        shapeRendering="crispEdges"
        className="max-w-none shrink-0 rounded bg-white"
      >
        <path d={path} fill="#000000" />
      </svg>
      <figcaption className="text-muted">{t("qrHint")}</figcaption>
    </figure>
  )
}
