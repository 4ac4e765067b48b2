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
  const [name, setName] = useState<string | null>(null)
  const choose = (file: File) => {
    setTooLarge(file.size > mostLogoBytes)
    if (file.size > mostLogoBytes) return
    setName(file.name)
    const reader = new FileReader()
    reader.onload = () => typeof reader.result === "string" && change({ logo: reader.result })
    reader.readAsDataURL(file)
  }
  const remove = () => {
    setTooLarge(false)
    setName(null)
    change({ logo: null })
  }
  return (
    <Field label={t("logo")} hint={t("logoHint")} error={tooLarge ? t("logoTooLarge") : error}>
      {(control) => (
        <span className="flex flex-wrap items-center gap-2">
          <FileInput {...control} accept={logoTypes.join(",")} name={name} onChoose={choose} />
          {logo !== null && (
            <Button size="sm" onClick={remove}>
              {t("removeLogo")}
            </Button>
          )}
        </span>
      )}
    </Field>
  )
}
