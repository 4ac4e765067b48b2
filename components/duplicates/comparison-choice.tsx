import { useTranslations } from "next-intl"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"

type ComparisonChoiceProps = {
  path: string
  institutions: readonly { name: string; displayName: string }[]
  institution: string
  externalId: string
}

/** A plain form: which links are to be compared is the address that it leads to. */
export function ComparisonChoice({ path, institutions, institution, externalId }: ComparisonChoiceProps) {
  const t = useTranslations("duplicates.older")
  return (
    <form action={path} className="flex flex-wrap items-end gap-3">
      <Field label={t("institution")}>
        {(control) => (
          <Select {...control} name="institution" defaultValue={institution} className="w-64">
            <option value="">—</option>
            {institutions.map(({ name, displayName }) => (
              <option key={name} value={name}>
                {displayName}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("externalId")}>
        {(control) => <Input {...control} name="externalId" defaultValue={externalId} className="w-64" />}
      </Field>
      <Button type="submit">{t("look")}</Button>
    </form>
  )
}
