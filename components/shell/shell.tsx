import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { ShortcutsProvider } from "@/components/ui/shortcuts"
import type { ActionResult } from "@/lib/action"
import type { Locale } from "@/lib/format"
import type { EnvironmentChoice } from "./environment"
import { EnvironmentBand } from "./environment-band"
import { EnvironmentSwitcher } from "./environment-switcher"
import { LanguageMenu } from "./language-menu"
import type { NavItem } from "./nav"
import { NavDrawer } from "./nav-drawer"
import { PersonMenu } from "./person-menu"
import { Rail } from "./rail"
import { type ThemeChoice, ThemeMenu } from "./theme-menu"

export type ShellProps = {
  /** What this member may see, decided by the caller, in the order shown. */
  nav: readonly NavItem[]
  environments: readonly EnvironmentChoice[]
  /** Null on pages of the installation. */
  current: EnvironmentChoice | null
  member: { name: string; email: string; role: string }
  theme: ThemeChoice
  setTheme: (theme: ThemeChoice) => Promise<ActionResult<unknown>>
  setLanguage: (locale: Locale) => Promise<ActionResult<unknown>>
  signOut: () => Promise<ActionResult<unknown>>
  search?: ReactNode
  freshness?: ReactNode
  budget?: ReactNode
  /** What holds for every page, such as "Belvo does not answer". */
  banner?: ReactNode
  children: ReactNode
}

/** The frame of every page behind the sign-in. */
export function Shell(props: ShellProps) {
  const t = useTranslations("shell")
  return (
    <ShortcutsProvider>
      <a
        href="#content"
        className="fixed top-1 left-1 z-50 -translate-y-16 rounded bg-raised px-3 py-1.5 font-medium shadow-float focus:translate-y-0"
      >
        {t("skip")}
      </a>
      <div className="flex h-dvh flex-col print:h-auto">
        <header className="no-print shrink-0">
          {props.current !== null && <EnvironmentBand environment={props.current} />}
          <TopBar {...props} />
        </header>
        <div className="flex min-h-0 grow">
          <Rail items={props.nav} />
          <main id="content" tabIndex={-1} className="flex min-w-0 grow flex-col overflow-y-auto outline-none">
            {props.banner !== undefined && (
              <div className="shrink-0 px-4 pt-3 empty:hidden lg:px-6">{props.banner}</div>
            )}
            {props.children}
          </main>
        </div>
      </div>
    </ShortcutsProvider>
  )
}

function TopBar(props: ShellProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-2 border-line border-b bg-surface px-2 md:h-[var(--bar)] md:flex-nowrap md:gap-x-3 md:px-3">
      <div className="flex h-[var(--bar)] items-center gap-1.5">
        <NavDrawer items={props.nav} />
        <EnvironmentSwitcher environments={props.environments} current={props.current} />
      </div>
      <div className="order-last w-full min-w-0 pb-2 md:order-none md:w-auto md:max-w-xl md:grow md:pb-0">
        {props.search}
      </div>
      <div className="ml-auto flex items-center gap-1 md:gap-2">
        {props.freshness}
        {props.budget}
        <LanguageMenu setLanguage={props.setLanguage} />
        <ThemeMenu key={props.theme} theme={props.theme} setTheme={props.setTheme} />
        <PersonMenu member={props.member} signOut={props.signOut} />
      </div>
    </div>
  )
}
