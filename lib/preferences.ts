import { cookies } from "next/headers"
import { localeCookie } from "@/lib/i18n"

/** The name under which components/ui/remember writes it in the browser. */
export const themeCookie = "enlace_theme"

export type Preferences = { locale?: string | null; theme?: string | null }

const yearSeconds = 365 * 24 * 60 * 60

/** Gives the browser what the next document begins with; what is null or absent stays as the browser has it. */
export async function rememberPreferences({ locale, theme }: Preferences): Promise<void> {
  const jar = await cookies()
  const options = { path: "/", sameSite: "lax", maxAge: yearSeconds } as const
  if (locale) jar.set(localeCookie, locale, options)
  if (theme)
    jar.set(themeCookie, theme === "system" ? "" : theme, theme === "system" ? { path: "/", maxAge: 0 } : options)
}
