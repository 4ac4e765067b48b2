import type { Metadata } from "next"
import { cookies } from "next/headers"
import { getTranslations } from "next-intl/server"
import { PasswordForm } from "@/components/auth/password-form"
import { PreferencesForm } from "@/components/auth/preferences-form"
import { SessionsPanel } from "@/components/auth/sessions-panel"
import { Facts } from "@/components/ui/facts"
import { Panel } from "@/components/ui/panel"
import { themeCookie } from "@/components/ui/remember"
import { themeInput } from "@/lib/auth/schema"
import { requireMember } from "@/lib/request"

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") }
}

/** What is one's own: everybody's part of the settings. */
export default async function AccountPage() {
  const member = await requireMember()
  const t = await getTranslations("settings.account")
  const roles = await getTranslations("auth.roles")
  const theme = themeInput.catch("system").parse((await cookies()).get(themeCookie)?.value)
  const where = member.environments.map(({ name, role }) => ({ label: name, value: roles(role) }))
  return (
    <div className="grid max-w-5xl items-start gap-4 lg:grid-cols-2">
      <Panel title={t("who")}>
        <Facts
          facts={[{ label: t("name"), value: member.name }, { label: t("email"), value: member.email }, ...where]}
        />
      </Panel>
      <Panel title={t("preferences")}>
        <PreferencesForm theme={theme} />
      </Panel>
      <Panel title={t("password")}>
        <PasswordForm email={member.email} />
      </Panel>
      <Panel title={t("sessions")}>
        <SessionsPanel />
      </Panel>
    </div>
  )
}
