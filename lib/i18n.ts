import { cookies, headers } from "next/headers"
import { getRequestConfig } from "next-intl/server"
import { isLocale, type Locale, languageOf, locales, type Tag, tags } from "@/lib/format"

export const localeCookie = "enlace_locale"
export const timeZoneCookie = "enlace_tz"

declare module "next-intl" {
  interface AppConfig {
    Locale: Tag
  }
}

type MessageTree = { [key: string]: string | MessageTree }

/** next-intl asks this once a request: no language in the address, the cookie decides, then the browser. */
export default getRequestConfig(async ({ locale: asked }) => {
  const jar = await cookies()
  const language = asked ? languageOf(asked) : await chooseLocale(jar.get(localeCookie)?.value)
  return {
    locale: tags[language],
    messages: await loadMessages(language),
    timeZone: toTimeZone(jar.get(timeZoneCookie)?.value),
    now: new Date(),
  }
})

async function chooseLocale(cookie: string | undefined): Promise<Locale> {
  return isLocale(cookie) ? cookie : matchLocale((await headers()).get("accept-language") ?? "")
}

/** The first language of an Accept-Language header, by weight, that we speak; `pt` and `pt-PT` are served `pt-BR`. */
export function matchLocale(acceptLanguage: string): Locale {
  const wanted = acceptLanguage
    .split(",")
    .map((part) => ({ tag: part.split(";")[0]?.trim().toLowerCase() ?? "", weight: toWeight(part) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { tag } of wanted) {
    const found = locales.find((locale) => locale.slice(0, 2) === tag.slice(0, 2))
    if (found !== undefined) return found
  }
  return "en"
}

function toWeight(part: string): number {
  const weight = Number(/;\s*q=([0-9.]+)/.exec(part)?.[1] ?? 1)
  return Number.isFinite(weight) ? weight : 0
}

/** A zone that this server knows; UTC for anything else, as the cookie is the browser's word. */
export function toTimeZone(text: string | undefined): string {
  if (text === undefined || !/^[A-Za-z0-9_+/-]{1,64}$/.test(text)) return "UTC"
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone
  } catch (error) {
    if (error instanceof RangeError) return "UTC"
    throw error
  }
}

const catalogues = import.meta.glob<{ default: MessageTree }>("../messages/*/*.json")

/** All namespaces of one language: `messages/es/links.json` is `links`. */
export async function loadMessages(locale: Locale): Promise<MessageTree> {
  const folder = `../messages/${locale}/`
  const paths = Object.keys(catalogues).filter((path) => path.startsWith(folder))
  const entries = paths.map(async (path) => {
    const file = await catalogues[path]?.()
    return [path.slice(folder.length, -".json".length), file?.default ?? {}] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
