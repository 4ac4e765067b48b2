"use client"

import { useTranslations } from "next-intl"
import { toast } from "@/components/ui/toast-store"
import { statusMeaning } from "@/lib/links/rules"

/** Says how the link stands once the bank has let Belvo in: by the status that was just read, not by the answer's having been taken. */
export function useStanding() {
  const t = useTranslations("recovery.mfa")
  const tStatus = useTranslations("status")
  return (status: string) => {
    if (status === "valid") return toast({ tone: "good", title: t("done"), detail: t("doneDetail") })
    const meaning = statusMeaning({ status, removedAt: null })
    const label = meaning === "unknown" ? status : tStatus(`${meaning}.label`)
    toast({ tone: "bad", title: t("still", { status: label }), detail: t("stillDetail") })
  }
}
