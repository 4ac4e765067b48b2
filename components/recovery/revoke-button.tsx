"use client"

import { useTranslations } from "next-intl"
import { AskingButton } from "@/components/shell/asking-button"
import { revokeAddressAction } from "@/lib/recovery/addresses/actions"

/** Ends an address that may still be in somebody's mail. */
export function RevokeButton({ environment, addressId }: { environment: string; addressId: string }) {
  const t = useTranslations("recoveries.revoke")
  return (
    <AskingButton
      size="sm"
      label={t("button")}
      title={t("title")}
      confirm={t("confirm")}
      run={() => revokeAddressAction(environment, { addressId })}
      done={() => t("done")}
    >
      <p>{t("text")}</p>
    </AskingButton>
  )
}
