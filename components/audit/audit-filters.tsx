import { useTranslations } from "next-intl"
import { Button, ButtonLink } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import type { AuditActor } from "@/lib/audit/queries"
import { type AuditListParams, auditChains } from "@/lib/audit/schema"

type AuditFiltersProps = {
  environment: string
  params: AuditListParams
  actors: readonly AuditActor[]
  actions: readonly string[]
}

/** A plain form: what it filters by is the address it leads to. */
export function AuditFilters({ environment, params, actors, actions }: AuditFiltersProps) {
  const t = useTranslations("audit.filters")
  const path = `/${environment}/audit`
  return (
    <form action={path} className="no-print flex flex-wrap items-end gap-3">
      <Field label={t("chain")}>
        {(control) => (
          <Select {...control} name="chain" defaultValue={params.chain}>
            {auditChains.map((chain) => (
              <option key={chain} value={chain}>
                {t(`chains.${chain}`)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("actor")}>
        {(control) => (
          <Select {...control} name="actor" defaultValue={params.actor ?? ""} className="max-w-56">
            <option value="">{t("anyone")}</option>
            {actors.map(({ actor, name }) => (
              <option key={actor} value={actor}>
                {name ?? actor}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("action")}>
        {(control) => (
          <Select {...control} name="action" defaultValue={params.action ?? ""}>
            <option value="">{t("anything")}</option>
            {actions.map((action) => (
              <option key={action}>{action}</option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("entity")}>
        {(control) => <Input {...control} name="entityId" defaultValue={params.entityId ?? ""} className="w-64" />}
      </Field>
      <Field label={t("from")}>
        {(control) => <Input {...control} type="date" name="from" defaultValue={params.from ?? ""} />}
      </Field>
      <Field label={t("to")}>
        {(control) => <Input {...control} type="date" name="to" defaultValue={params.to ?? ""} />}
      </Field>
      <Button type="submit">{t("apply")}</Button>
      <ButtonLink href={path} variant="ghost">
        {t("clear")}
      </ButtonLink>
    </form>
  )
}
