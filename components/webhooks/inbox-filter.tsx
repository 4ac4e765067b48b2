import { useTranslations } from "next-intl"
import { Button, ButtonLink } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import { type InboxParams, inboxFilters } from "@/lib/webhooks/schema"

/** A plain form: what it filters by is the address it leads to. */
export function InboxFilter({ environment, params }: { environment: string; params: InboxParams }) {
  const t = useTranslations("webhooks")
  const path = `/${environment}/webhooks`
  return (
    <form action={path} className="no-print flex flex-wrap items-end gap-3">
      <Field label={t("filter.outcome")}>
        {(control) => (
          <Select {...control} name="outcome" defaultValue={params.outcome}>
            <option value="">{t("filter.all")}</option>
            {inboxFilters.map((outcome) => (
              <option key={outcome} value={outcome}>
                {t(`outcomes.${outcome}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Button type="submit">{t("filter.apply")}</Button>
      {params.outcome !== "" && (
        <ButtonLink href={path} variant="ghost">
          {t("filter.clear")}
        </ButtonLink>
      )}
    </form>
  )
}
