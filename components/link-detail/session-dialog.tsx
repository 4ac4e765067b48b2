"use client"

import { LoaderCircle } from "lucide-react"
import { useTranslations } from "next-intl"
import { useRef, useState } from "react"
import { Button } from "@/components/ui/button"
import { CopyButton } from "@/components/ui/copy-button"
import { Dialog } from "@/components/ui/dialog"
import { QrCode } from "@/components/ui/qr-code"
import { Segmented } from "@/components/ui/segmented"
import { useTimeLeft } from "@/components/ui/use-time-left"
import type { SessionView } from "@/lib/recovery/schema"
import { toClock } from "@/lib/time"
import { CustomerMessage } from "./customer-message"
import { useSession } from "./session-context"

type SessionDialogProps = { session: SessionView; address: string }

/** The address to hand over. Closing the dialog keeps it within reach until one leaves the link. */
export function SessionDialog({ session, address }: SessionDialogProps) {
  const t = useTranslations("recovery.dialog")
  const { showsAddress, setShowsAddress } = useSession()
  const [view, setView] = useState<"message" | "qr">("message")
  const close = useRef<HTMLButtonElement>(null)
  const leftMs = useTimeLeft(session.expiresAt)
  const footer = (
    <>
      <span role="status" className="mr-auto flex items-center gap-2 self-center text-muted">
        {leftMs > 0 && <LoaderCircle aria-hidden className="size-3.5 animate-spin" />}
        {leftMs > 0 ? t("waiting") : t("expired")}
      </span>
      <Button ref={close} onClick={() => setShowsAddress(false)}>
        {t("close")}
      </Button>
    </>
  )
  return (
    <Dialog
      open={showsAddress}
      onClose={() => setShowsAddress(false)}
      title={t("title")}
      footer={footer}
      focus={close}
      size="lg"
    >
      <div className="flex flex-col gap-3">
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
          <span
            role="timer"
            className={leftMs > 0 ? "font-semibold text-lg" : "font-semibold text-invalid-text text-lg"}
          >
            {leftMs > 0 ? t("left", { left: toClock(leftMs) }) : t("expired")}
          </span>
        </div>
        <div className="flex items-center gap-2 rounded border border-line bg-sunken py-1 pr-1 pl-3">
          <code className="min-w-0 grow truncate font-mono text-sm">{address}</code>
          <CopyButton text={address} variant="primary">
            {t("copyAddress")}
          </CopyButton>
        </div>
        {view === "message" ? <CustomerMessage address={address} /> : <QrCode text={address} />}
        <p className="text-muted">{t("once")}</p>
      </div>
    </Dialog>
  )
}
