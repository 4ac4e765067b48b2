import { cookies } from "next/headers"
import { useTranslations } from "next-intl"
import { type ReactNode, use } from "react"
import { BrandMark } from "@/components/shell/brand-mark"
import { LanguageMenu } from "@/components/shell/language-menu"
import { ThemeMenu } from "@/components/shell/theme-menu"
import { themeCookie } from "@/components/ui/remember"
import { setLocaleAction, setThemeAction } from "@/lib/auth/actions"
import { themeInput } from "@/lib/auth/schema"

type DoorProps = { title: ReactNode; description?: ReactNode; note?: ReactNode; children: ReactNode }

/** The frame of pages before the sign-in. */
export function Door({ title, description, note, children }: DoorProps) {
  const t = useTranslations("shell")
  const theme = themeInput.catch("system").parse(use(cookies()).get(themeCookie)?.value)
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex items-center justify-end gap-1 px-3 py-2">
        <LanguageMenu setLanguage={setLocaleAction} />
        <ThemeMenu key={theme} theme={theme} setTheme={setThemeAction} />
      </header>
      <main className="flex grow flex-col items-center px-4 pt-[8vh] pb-16">
        <div className="mb-6 flex items-center gap-2.5">
          <BrandMark className="size-7 text-accent" />
          <span className="font-semibold text-xl tracking-tight">{t("brand")}</span>
        </div>
        <div className="w-full max-w-sm rounded-lg border border-line bg-surface p-6">
          <h1 className="font-semibold text-lg">{title}</h1>
          {description !== undefined && <p className="mt-1 text-muted">{description}</p>}
          <div className="mt-5">{children}</div>
        </div>
        {note !== undefined && <p className="mt-4 max-w-sm text-center text-muted text-sm">{note}</p>}
      </main>
    </div>
  )
}
