"use client"

import { useTranslations } from "next-intl"
import { type ReactNode, useState } from "react"
import { toClock } from "@/lib/time"
import { CopyButton } from "./copy-button"
import { QrCode } from "./qr-code"
import { Segmented } from "./segmented"
import { useTimeLeft } from "./use-time-left"

type HandedAddressProps = {
  address: string
  expiresAt: string
  /** The address within words for the customer. */
  message: ReactNode
}

/** An address to hand over, in a message or as a picture, with the time that is left of it. */
export function HandedAddress({ address, expiresAt, message }: HandedAddressProps) {
  const t = useTranslations("recovery.dialog")
  const [view, setView] = useState<"message" | "qr">("message")
  const leftMs = useTimeLeft(expiresAt)
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Segmented
          label={t("title")}
          value={view}
          onChange={setView}
          segments={[
            { value: "message", label: t("message") },
            { value: "qr", label: t("qr") },
          ]}
        />
        <span role="timer" className={leftMs > 0 ? "font-semibold text-lg" : "font-semibold text-invalid-text text-lg"}>
          {leftMs > 0 ? t("left", { left: toClock(leftMs) }) : t("expired")}
        </span>
      </div>
      <div className="flex items-center gap-2 rounded border border-line bg-sunken py-1 pr-1 pl-3">
        <code className="min-w-0 grow truncate font-mono text-sm">{address}</code>
        <CopyButton text={address} variant="primary">
          {t("copyAddress")}
        </CopyButton>
      </div>
      {view === "message" ? message : <QrCode text={address} />}
    </>
  )
}
