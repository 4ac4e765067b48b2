"use client"

import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { ShownOnce } from "@/components/ui/shown-once"
import type { WebhookAccess } from "@/lib/environments/settings/commands"

type WebhookAccessDialogProps = { access: WebhookAccess | null; onClose: () => void }

/** What must be registered at Belvo, once it has been made. */
export function WebhookAccessDialog({ access, onClose }: WebhookAccessDialogProps) {
  const t = useTranslations("environments.webhook")
  return (
    <Dialog
      open={access !== null}
      onClose={onClose}
      title={t("accessTitle")}
      footer={<Button onClick={onClose}>{t("done")}</Button>}
    >
      {access && (
        <div className="flex flex-col gap-4">
          <p className="text-muted">{t("accessText")}</p>
          <ShownOnce label={t("address")} value={access.address} />
          <ShownOnce label={t("authorization")} value={access.authorization} note={t("once")} />
        </div>
      )}
    </Dialog>
  )
}
