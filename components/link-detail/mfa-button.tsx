"use client"

import { KeyRound } from "lucide-react"
import dynamic from "next/dynamic"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { useShortcut } from "@/components/ui/shortcuts"
import { CodeDialog } from "./code-dialog"

const AddressDialog = dynamic(() => import("./address-dialog").then((module) => module.AddressDialog), { ssr: false })

/** The code on the phone: the bank asks for it, the customer says it, the agent passes it on; or the customer repairs it alone. */
export function MfaButton() {
  const t = useTranslations("recovery.mfa")
  const [shown, setShown] = useState<"code" | "address" | null>(null)
  const close = () => setShown(null)
  // The customer is on the line, and both hands are on the keyboard.
  useShortcut("m", t("button"), () => setShown("code"))
  return (
    <>
      <Button icon={<KeyRound />} aria-keyshortcuts="m" onClick={() => setShown("code")}>
        {t("button")}
      </Button>
      {shown === "code" && <CodeDialog onClose={close} onHandOver={() => setShown("address")} />}
      {shown === "address" && <AddressDialog open onClose={close} />}
    </>
  )
}
