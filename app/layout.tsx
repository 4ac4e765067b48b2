import type { Metadata, Viewport } from "next"
import { cookies } from "next/headers"
import { NextIntlClientProvider } from "next-intl"
import { getLocale, getTranslations } from "next-intl/server"
import type { ReactNode } from "react"
import { RememberTimeZone } from "@/components/shell/remember-time-zone"
import { ColumnMemory } from "@/components/ui/column-memory"
import { columnsCookie, densityCookie, railCookie, themeCookie } from "@/components/ui/remember"
import { Toaster } from "@/components/ui/toaster"
import { TooltipLayer } from "@/components/ui/tooltip"
import { languageOf } from "@/lib/format"
import "./globals.css"

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell")
  return { title: { default: t("title"), template: `%s · ${t("brand")}` }, robots: { index: false, follow: false } }
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" }

/** Preferences are attributes of <html>, so that the first paint is already right. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies()
  const preference = (cookie: string, known: readonly string[]) =>
    known.find((value) => value === jar.get(cookie)?.value)
  return (
    <html
      lang={languageOf(await getLocale())}
      data-theme={preference(themeCookie, ["light", "dark"])}
      data-rail={preference(railCookie, ["folded"])}
      data-density={preference(densityCookie, ["compact"])}
      suppressHydrationWarning
    >
      <body>
        <NextIntlClientProvider>
          <ColumnMemory cookie={jar.get(columnsCookie)?.value}>{children}</ColumnMemory>
          <Toaster />
          <TooltipLayer />
          <RememberTimeZone />
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
