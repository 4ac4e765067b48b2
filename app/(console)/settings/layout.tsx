import { getTranslations } from "next-intl/server"
import { Console } from "@/components/console/console"
import { SettingsTabs } from "@/components/settings/settings-tabs"
import { PageHeader } from "@/components/shell/page-header"
import { requireMember } from "@/lib/request"

export default async function SettingsLayout({ children }: LayoutProps<"/settings">) {
  const member = await requireMember()
  const t = await getTranslations("settings")
  return (
    <Console member={member} slug={null}>
      <PageHeader title={t("title")} />
      {member.admin && <SettingsTabs />}
      <div className="flex flex-col gap-4 px-4 pt-4 pb-8 lg:px-6">{children}</div>
    </Console>
  )
}
