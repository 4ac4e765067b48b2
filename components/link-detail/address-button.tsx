"use client"

import dynamic from "next/dynamic"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"

const AddressDialog = dynamic(() => import("./address-dialog").then((module) => module.AddressDialog), { ssr: false })

/** Addresses at which the customer repairs the link without the agent; loaded when asked for. */
export function AddressButton() {
  const t = useTranslations("recovery.address")
  const [asked, setAsked] = useState(false)
  const [open, setOpen] = useState(false)
  const show = () => {
    setAsked(true)
    setOpen(true)
  }
  return (
    <>
      <Button onClick={show}>{t("button")}</Button>
      {asked && <AddressDialog open={open} onClose={() => setOpen(false)} />}
    </>
  )
}
