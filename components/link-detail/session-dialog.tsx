"use client"

import { LoaderCircle } from "lucide-react"
import { useTranslations } from "next-intl"
import { useRef } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { HandedAddress } from "@/components/ui/handed-address"
import { useTimeLeft } from "@/components/ui/use-time-left"
import type { SessionView } from "@/lib/recovery/schema"
import { CustomerMessage } from "./customer-message"
import { useSession } from "./session-context"

type SessionDialogProps = { session: SessionView; address: string }

/** The address to hand over. Closing the dialog keeps it within reach until one leaves the link. */
export function SessionDialog({ session, address }: SessionDialogProps) {
  const t = useTranslations("recovery.dialog")
  const { showsAddress, setShowsAddress } = useSession()
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
        <HandedAddress
          address={address}
          expiresAt={session.expiresAt}
          message={<CustomerMessage address={address} />}
        />
        <p className="text-muted">{t("once")}</p>
      </div>
    </Dialog>
  )
}
