"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { FileInput } from "@/components/ui/file-input"
import { type LookSettings, logoTypes, mostLogoBytes } from "@/lib/recovery/look/schema"

type LogoFieldProps = {
  logo: string | null
  change: (part: Partial<LookSettings>) => void
  error: readonly string[] | undefined
}

/** What is chosen is shown at once and kept on saving. */
export function LogoField({ logo, change, error }: LogoFieldProps) {
  const t = useTranslations("repairLook")
  const [tooLarge, setTooLarge] = useState(false)
  const choose = (file: File | undefined) => {
    setTooLarge(file !== undefined && file.size > mostLogoBytes)
    if (file === undefined || file.size > mostLogoBytes) return
    const reader = new FileReader()
    reader.onload = () => typeof reader.result === "string" && change({ logo: reader.result })
    reader.readAsDataURL(file)
  }
  return (
    <Field label={t("logo")} hint={t("logoHint")} error={tooLarge ? t("logoTooLarge") : error}>
      {(control) => (
        <span className="flex flex-wrap items-center gap-2">
          <FileInput {...control} accept={logoTypes.join(",")} onChoose={choose} />
          {logo !== null && (
            <Button size="sm" onClick={() => change({ logo: null })}>
              {t("removeLogo")}
            </Button>
          )}
        </span>
      )}
    </Field>
  )
}
