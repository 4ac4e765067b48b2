"use client"

import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { PreviewTable } from "@/components/directory/preview-table"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { CheckField } from "@/components/ui/checkbox"
import { Field } from "@/components/ui/field"
import { Panel } from "@/components/ui/panel"
import { Select } from "@/components/ui/select"
import { discardFileAction, startImportAction } from "@/lib/directory/actions"
import {
  type BadRows,
  badRowPolicies,
  type ImportMode,
  type ImportPreview,
  importModes,
  type StartImport,
} from "@/lib/directory/schema"

type MappingFormProps = { environment: string; importId: string; preview: ImportPreview }

const none = "none"

/** The first rows as they are understood, which columns are which, and what to do with bad rows; then it is imported. */
export function MappingForm({ environment, importId, preview }: MappingFormProps) {
  const t = useTranslations("directory.mapping")
  const { order, set, start, discard } = useMapping({ environment, importId, preview })
  const { columns } = order
  return (
    <Panel title={t("title")}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          start.submit(order)
        }}
      >
        <PreviewTable rows={preview.rows} columns={columns} />
        <p className="text-faint text-sm">
          {t("format", { encoding: preview.format.encoding, delimiter: delimiterName(preview.format.delimiter) })}
        </p>
        <CheckField
          label={t("header")}
          checked={columns.header}
          onChange={(event) => set({ columns: { ...columns, header: event.target.checked } })}
        />
        <Choices {...{ preview, order, set }} />
        {(start.failure ?? discard.failure) && (
          <p role="alert" className="text-invalid-text">
            {start.failure?.fields?.columns?.[0] ?? start.failure?.message ?? discard.failure?.message}
          </p>
        )}
        <div className="flex gap-2">
          <Button type="submit" variant="primary" pending={start.pending}>
            {t("import")}
          </Button>
          <Button pending={discard.pending} onClick={() => discard.submit(importId)}>
            {t("discard")}
          </Button>
        </div>
      </form>
    </Panel>
  )
}

function useMapping({ environment, importId, preview }: MappingFormProps) {
  const router = useRouter()
  const [order, setOrder] = useState<StartImport>({
    importId,
    columns: preview.columns ?? { externalId: 0, linkId: null, header: true },
    mode: "add",
    badRows: "stop",
  })
  const start = useSubmit(
    (input: StartImport) => startImportAction(environment, input),
    () => router.refresh(),
  )
  const discard = useSubmit(
    (id: string) => discardFileAction(environment, { importId: id }),
    () => router.push(`/${environment}/directory`),
  )
  return { order, set: (some: Partial<StartImport>) => setOrder({ ...order, ...some }), start, discard }
}

type ChoicesProps = { preview: ImportPreview; order: StartImport; set: (some: Partial<StartImport>) => void }

/** Columns are named by the file's own header, where it has one. */
function Choices({ preview, order: { columns, mode, badRows }, set }: ChoicesProps) {
  const t = useTranslations("directory.mapping")
  const all = useTranslations("directory")
  const width = Math.max(0, ...preview.rows.map((row) => row.length))
  const places = Array.from({ length: width }, (_, place) => ({
    value: String(place),
    label: (columns.header && preview.rows[0]?.[place]) || t("column", { number: place + 1 }),
  }))
  return (
    <div className="grid max-w-3xl gap-4 md:grid-cols-2">
      <Choice
        label={t("externalId")}
        value={String(columns.externalId)}
        options={places}
        onChange={(value) => set({ columns: { ...columns, externalId: Number(value) } })}
      />
      <Choice
        label={t("linkId")}
        value={columns.linkId === null ? none : String(columns.linkId)}
        options={[{ value: none, label: t("noLinkId") }, ...places]}
        onChange={(value) => set({ columns: { ...columns, linkId: value === none ? null : Number(value) } })}
      />
      <Choice
        label={t("mode")}
        value={mode}
        options={importModes.map((value) => ({ value, label: all(`modes.${value}`) }))}
        onChange={(value) => set({ mode: value as ImportMode })}
        hint={t(`modeHint.${mode}`)}
      />
      <Choice
        label={t("badRows")}
        value={badRows}
        options={badRowPolicies.map((value) => ({ value, label: all(`badRows.${value}`) }))}
        onChange={(value) => set({ badRows: value as BadRows })}
      />
    </div>
  )
}

type ChoiceProps = {
  label: string
  value: string
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
  hint?: string
}

function Choice({ label, value, options, onChange, hint }: ChoiceProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

const delimiterName = (delimiter: string): string => (delimiter === "\t" ? "tab" : delimiter)
