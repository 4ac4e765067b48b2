import { cookies } from "next/headers"
import { getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { environmentNav, settingsNav } from "@/components/console/nav-items"
import type { EnvironmentChoice } from "@/components/shell/environment"
import { Shell } from "@/components/shell/shell"
import { themeCookie } from "@/components/ui/remember"
import { setLocaleAction, setThemeAction, signOutAction } from "@/lib/auth/actions"
import { themeInput } from "@/lib/auth/schema"
import type { SignedIn } from "@/lib/request"

type ConsoleProps = {
  member: SignedIn
  /** The environment that the page belongs to; null on pages of the installation. */
  slug: string | null
  search?: ReactNode
  freshness?: ReactNode
  budget?: ReactNode
  banner?: ReactNode
  children: ReactNode
}

/** The shell with what this member may see in it. */
export async function Console({ member, slug, ...slots }: ConsoleProps) {
  const t = await getTranslations("auth.roles")
  const theme = themeInput.catch("system").parse((await cookies()).get(themeCookie)?.value)
  const shown = member.environments.find((environment) => environment.slug === slug) ?? onlyOne(member.environments)
  const role = shown?.role ?? (member.admin ? "admin" : null)
  return (
    <Shell
      {...slots}
      nav={[...(shown ? environmentNav(shown.slug, shown.role) : []), settingsNav]}
      environments={member.environments.map(toChoice)}
      current={shown && shown.slug === slug ? toChoice(shown) : null}
      member={{ name: member.name, email: member.email, role: role ? t(role) : t("none") }}
      theme={theme}
      setTheme={setThemeAction}
      setLanguage={setLocaleAction}
      signOut={signOutAction}
    />
  )
}

type Environment = SignedIn["environments"][number]

/** On pages of the installation the rail leads back into an environment only where there is no doubt which. */
const onlyOne = (environments: readonly Environment[]): Environment | undefined =>
  environments.length === 1 ? environments[0] : undefined

const toChoice = ({ slug, name, kind }: Environment): EnvironmentChoice => ({
  slug,
  name,
  production: kind === "production",
})
