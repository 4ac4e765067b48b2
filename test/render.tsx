import { cleanup, render } from "@testing-library/react"
import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime"
import { NextIntlClientProvider } from "next-intl"
import type { ReactNode } from "react"
import { afterEach } from "vitest"
import { type Locale, tags } from "@/lib/format"
import { loadMessages } from "@/lib/i18n"

export const now = new Date("2026-03-14T12:00:00Z")

/** Renders in a language, at a fixed time, with a router that writes down where it was sent. */
export async function renderApp(children: ReactNode, { locale = "en" }: { locale?: Locale } = {}) {
  const visited: string[] = []
  const go = (way: string) => (href: string) => void visited.push(`${way} ${href}`)
  const still = { prefetch() {}, back() {}, forward() {}, refresh() {}, bfcacheId: "" }
  const router = { ...still, push: go("push"), replace: go("replace") }
  const messages = await loadMessages(locale)
  const wrap = (content: ReactNode) => (
    <AppRouterContext value={router}>
      <NextIntlClientProvider locale={tags[locale]} messages={messages} now={now} timeZone="UTC">
        {content}
      </NextIntlClientProvider>
    </AppRouterContext>
  )
  const view = render(wrap(children))
  return { ...view, visited, rerenderApp: (next: ReactNode) => view.rerender(wrap(next)) }
}

afterEach(cleanup)
