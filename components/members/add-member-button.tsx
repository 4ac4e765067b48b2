"use client"

import { UserPlus } from "lucide-react"
import { useTranslations } from "next-intl"
import { type FormEvent, useId, useState } from "react"
import { InvitationDialog } from "@/components/members/invitation-dialog"
import type { EnvironmentName } from "@/components/members/members-table"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Select } from "@/components/ui/select"
import type { Invited } from "@/lib/auth/invitations/commands"
import { addMemberAction } from "@/lib/auth/members/actions"
import { environmentRoles } from "@/lib/auth/members/schema"

export function AddMemberButton({ environments }: { environments: readonly EnvironmentName[] }) {
  const t = useTranslations("settings.members")
  const [open, setOpen] = useState(false)
  const [invited, setInvited] = useState<(Invited & { email: string }) | null>(null)
  return (
    <>
      <Button variant="primary" size="sm" icon={<UserPlus />} onClick={() => setOpen(true)}>
        {t("add")}
      </Button>
      <AddMemberDialog
        open={open}
        environments={environments}
        onClose={() => setOpen(false)}
        onInvited={(next) => {
          setOpen(false)
          setInvited(next)
        }}
      />
      <InvitationDialog invited={invited} onClose={() => setInvited(null)} />
    </>
  )
}

type AddMemberDialogProps = {
  open: boolean
  environments: readonly EnvironmentName[]
  onClose: () => void
  onInvited: (invited: Invited & { email: string }) => void
}

function AddMemberDialog({ open, environments, onClose, onInvited }: AddMemberDialogProps) {
  const t = useTranslations("settings.members")
  const form = useId()
  const [email, setEmail] = useState("")
  const [role, setRole] = useState<string>("support")
  const add = useSubmit(addMemberAction, (invited) => onInvited({ ...invited, email }))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const chosen = environmentRoles.find((one) => one === role)
    const environment = String(data.get("environment") ?? "")
    const grant = chosen ? { role: chosen, environment } : { role: "admin" as const }
    add.submit({ email, name: String(data.get("name") ?? ""), grant })
  }
  const footer = (
    <>
      <Button onClick={onClose}>{t("cancel")}</Button>
      <Button type="submit" form={form} variant="primary" pending={add.pending}>
        {t("add")}
      </Button>
    </>
  )
  const fields = add.failure?.fields
  return (
    <Dialog open={open} onClose={onClose} title={t("add")} footer={footer} size="sm">
      <form id={form} method="post" onSubmit={submit} className="flex flex-col gap-4">
        <FailureBanner failure={add.failure} />
        <Field label={t("email")} error={fields?.email} required>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="off"
              value={email}
              onChange={({ target }) => setEmail(target.value)}
            />
          )}
        </Field>
        <Field label={t("name")} hint={t("nameHint")} error={fields?.name}>
          {(control) => <Input {...control} name="name" autoComplete="off" />}
        </Field>
        <RoleFields environments={environments} role={role} setRole={setRole} />
      </form>
    </Dialog>
  )
}

type RoleFieldsProps = { environments: readonly EnvironmentName[]; role: string; setRole: (role: string) => void }

function RoleFields({ environments, role, setRole }: RoleFieldsProps) {
  const t = useTranslations("settings.members")
  const roles = useTranslations("auth.roles")
  return (
    <>
      <Field label={t("role")} hint={role === "admin" ? t("adminHint") : undefined}>
        {(control) => (
          <Select {...control} value={role} onChange={({ target }) => setRole(target.value)}>
            {[...environmentRoles, "admin" as const].map((one) => (
              <option key={one} value={one}>
                {roles(one)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {role !== "admin" && (
        <Field label={t("environment")}>
          {(control) => (
            <Select {...control} name="environment">
              {environments.map(({ slug, name }) => (
                <option key={slug} value={slug}>
                  {name}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </>
  )
}
