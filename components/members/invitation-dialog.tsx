"use client"

import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { ShownOnce } from "@/components/ui/shown-once"
import { Time } from "@/components/ui/time"
import type { Invited } from "@/lib/auth/invitations/commands"

type InvitationDialogProps = { invited: (Invited & { email: string }) | null; onClose: () => void }

export function InvitationDialog({ invited, onClose }: InvitationDialogProps) {
  const t = useTranslations("settings.members.invitation")
  return (
    <Dialog
      open={invited !== null}
      onClose={onClose}
      title={t("title", { email: invited?.email ?? "" })}
      footer={<Button onClick={onClose}>{t("done")}</Button>}
    >
      {invited && (
        <div className="flex flex-col gap-3">
          <p className="text-muted">{t("text")}</p>
          <ShownOnce label={t("address")} value={invited.address} />
          <p className="text-faint text-sm">
            {t.rich("until", { at: () => <Time at={invited.expiresAt} show="instant" /> })}
          </p>
        </div>
      )}
    </Dialog>
  )
}
