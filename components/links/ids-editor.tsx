"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { Field } from "@/components/ui/field"
import { Textarea } from "@/components/ui/input"
import { parseIdList } from "@/lib/links/schema"
import { EditorForm } from "./editor-form"

/** Addresses end somewhere near 8,000 characters, on the way or at a proxy. */
const mostCharacters = 7_000

type IdsEditorProps = { label: string; ids: readonly string[]; onApply: (ids: readonly string[]) => void }

/** A column pasted from anywhere. */
export function IdsEditor({ label, ids, onApply }: IdsEditorProps) {
  const t = useTranslations("links.editor")
  const [text, setText] = useState(ids.join("\n"))
  const parsed = parseIdList(text)
  const tooMany = encodeURIComponent(parsed.join(",")).length > mostCharacters
  return (
    <EditorForm onApply={() => !tooMany && onApply(parsed)}>
      <Field
        label={label}
        hint={t("idCount", { count: parsed.length })}
        {...(tooMany ? { error: t("tooManyIds") } : {})}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={6}
            spellCheck={false}
            className="font-mono text-sm"
            placeholder={t("pasteIds")}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </EditorForm>
  )
}
