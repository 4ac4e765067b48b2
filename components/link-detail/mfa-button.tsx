"use client"

import { KeyRound } from "lucide-react"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { CodeDialog } from "./code-dialog"

/** The code on the phone: the bank asks for it, the customer says it, the agent passes it on. */
export function MfaButton() {
  const t = useTranslations("recovery.mfa")
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button icon={<KeyRound />} onClick={() => setOpen(true)}>
        {t("button")}
      </Button>
      {open && <CodeDialog onClose={() => setOpen(false)} />}
    </>
  )
}
