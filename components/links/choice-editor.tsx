"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { CheckField } from "@/components/ui/checkbox"
import { Input } from "@/components/ui/input"
import type { Choice } from "./choices"
import { EditorForm } from "./editor-form"

type ChoiceEditorProps = {
  label: string
  choices: readonly Choice[]
  chosen: readonly string[]
  onApply: (values: readonly string[]) => void
}

const searchedFrom = 9

/** Several of many, found by typing. */
export function ChoiceEditor({ label, choices, chosen, onApply }: ChoiceEditorProps) {
  const t = useTranslations("links.editor")
  const [values, setValues] = useState(chosen)
  const [sought, setSought] = useState("")
  const isFound = ({ value, label: words }: Choice) =>
    [value, words].some((text) => text.toLowerCase().includes(sought.trim().toLowerCase()))
  const found = choices.filter(isFound)
  const toggle = (value: string) =>
    setValues(values.includes(value) ? values.filter((one) => one !== value) : [...values, value])
  return (
    <EditorForm onApply={() => onApply(values)}>
      {choices.length >= searchedFrom && (
        <Input
          type="search"
          aria-label={t("find", { what: label })}
          placeholder={t("find", { what: label })}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
        />
      )}
      <fieldset aria-label={label} className="scrolls -mx-1 flex max-h-64 flex-col gap-1.5 overflow-y-auto px-1 py-0.5">
        {found.map(({ value, label: words, hint }) => (
          <CheckField
            key={value}
            checked={values.includes(value)}
            onChange={() => toggle(value)}
            label={
              <>
                {words} {hint !== undefined && <span className="text-faint text-sm">{hint}</span>}
              </>
            }
          />
        ))}
        {found.length === 0 && <p className="text-muted">{t("noneFound")}</p>}
      </fieldset>
    </EditorForm>
  )
}
