"use client"

import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Button } from "@/components/ui/button"

/** Enter applies. */
export function EditorForm({ onApply, children }: { onApply: () => void; children: ReactNode }) {
  const t = useTranslations("links.editor")
  return (
    <form
      className="flex w-72 max-w-full flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        onApply()
      }}
    >
      {children}
      <Button type="submit" variant="primary" className="self-end">
        {t("apply")}
      </Button>
    </form>
  )
}
