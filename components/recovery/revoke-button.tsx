"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { toast } from "@/components/ui/toast-store"
import { revokeAddressAction } from "@/lib/recovery/addresses/actions"

/** Ends an address that may still be in somebody's mail. */
export function RevokeButton({ environment, addressId }: { environment: string; addressId: string }) {
  const t = useTranslations("recoveries.revoke")
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const revoke = useSubmit(
    () => revokeAddressAction(environment, { addressId }),
    () => {
      setOpen(false)
      toast({ title: t("done") })
      router.refresh()
    },
  )
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {t("button")}
      </Button>
      <DangerDialog
        open={open}
        onClose={() => setOpen(false)}
        title={t("title")}
        confirm={t("confirm")}
        onConfirm={() => revoke.submit(undefined)}
        pending={revoke.pending}
        error={revoke.failure?.message}
      >
        <p>{t("text")}</p>
      </DangerDialog>
    </>
  )
}
