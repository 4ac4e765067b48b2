"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { QrCode } from "@/components/ui/qr-code"
import type { Challenge } from "@/lib/belvo/challenge"
import { toQrImage } from "@/lib/recovery/mfa/rules"

/** What to do with the bank's challenge, and what of it the customer needs to see or hear. */
export function ChallengeText({ challenge }: { challenge: Challenge }) {
  const t = useTranslations("recovery.mfa")
  return (
    <>
      <p>{t(challenge.kind)}</p>
      {challenge.instructions !== null && (
        <p className="text-muted">
          {t("instructions")}: <q>{challenge.instructions}</q>
        </p>
      )}
      {challenge.kind === "numeric" && challenge.code !== null && (
        <Big label={t("code")} text={challenge.code} spoken />
      )}
      {challenge.kind === "text" && challenge.question !== null && (
        <Big label={t("question")} text={challenge.question} />
      )}
      {challenge.kind === "other" && challenge.value !== null && <Big label={t("question")} text={challenge.value} />}
      {challenge.kind === "qr" && challenge.imageBase64 !== null && <BankQr value={challenge.imageBase64} />}
    </>
  )
}

/** `spoken`: to be read out sign by sign, across a desk or by a screen reader. */
function Big({ label, text, spoken = false }: { label: string; text: string; spoken?: boolean }) {
  return (
    <div className="rounded border border-line bg-sunken px-3 py-2">
      <p className="text-muted text-sm">{label}</p>
      {spoken ? (
        <p className="break-all font-mono font-semibold text-4xl tabular-nums tracking-[0.18em]">
          <span aria-hidden>{text}</span>
          <span className="sr-only">{[...text].join(" ")}</span>
        </p>
      ) : (
        <p className="break-words font-semibold text-xl">{text}</p>
      )}
    </div>
  )
}

function BankQr({ value }: { value: string }) {
  const t = useTranslations("recovery.mfa")
  const image = toQrImage(value)
  const [broken, setBroken] = useState<string | null>(null)
  if (image === null || broken === image) return <QrCode text={value} label={t("qrLabel")} />
  return (
    // biome-ignore lint/performance/noImgElement: a data address needs no loader
    <img
      src={image}
      alt={t("qrLabel")}
      className="mx-auto h-auto w-full min-w-0 max-w-48 rounded bg-white [image-rendering:pixelated]"
      onError={() => setBroken(image)}
    />
  )
}
