import { type CustomerLocale, customerLocales, type SessionState, type SessionView } from "@/lib/recovery/schema"
import { hourMs } from "@/lib/time"

/** Belvo's tokens hold ten minutes; the last look comes a minute later, for who finished at the last moment. */
export const rereadDelaysSeconds = [20, 45, 90, 180, 360, 660] as const

export type Settling = { openedAt: Date; expiresAt: Date } & Rumour

/** What the widget itself has said; `exit` and `error` are its last words. */
export type Rumour = { reported: string | null; reportedAt: Date | null; errorCode: string | null }

/** The newest that is known of the link, and whether anything shows that the customer tried. */
export type Reading = { status: string; observedAt: Date; tried: boolean }

/** What a session has come to. Only what was read after it was opened can settle it, until nobody waits any more; the widget's word alone never does. */
export function settle(session: Settling, reading: Reading, now: Date): SessionState {
  const { expiresAt, errorCode } = session
  if (isNews(session, reading) && reading.status === "valid") return "healed"
  if (hasLeft(session, reading)) return session.reported === "error" || errorCode !== null ? "failed" : "gave_up"
  const waitMs = isNews(session, reading) ? graceMs : patienceMs
  return now.getTime() < expiresAt.getTime() + waitMs ? "open" : whenOver(session, reading)
}

/** The same where another is being opened: nobody waits for this one any more, and only what had time left was replaced. */
export function settleBefore(session: Settling, reading: Reading, now: Date): Exclude<SessionState, "open"> {
  const state = settle(session, reading, now)
  if (state !== "open") return state
  return now.getTime() < session.expiresAt.getTime() ? "replaced" : whenOver(session, reading)
}

const isNews = ({ openedAt }: Settling, { observedAt }: Reading): boolean => observedAt.getTime() > openedAt.getTime()

function whenOver(session: Settling, reading: Reading): "failed" | "still_broken" | "expired" {
  if (session.errorCode !== null) return "failed"
  return isNews(session, reading) && reading.tried ? "still_broken" : "expired"
}

/** Left by the widget's word, and looked at since. */
function hasLeft({ reported, reportedAt }: Rumour, { observedAt }: Reading): boolean {
  const isLast = reported === "exit" || reported === "error"
  return isLast && reportedAt !== null && observedAt.getTime() >= reportedAt.getTime()
}

/** Somebody who confirms in the last second is still being logged in by Belvo when the token ends. */
const graceMs = 30_000
/** Where Belvo could not be asked at all. */
export const patienceMs = hourMs

export type ReturnAddresses = { success: string; exit: string; event: string }

/** Where the widget leads back to: pages of ours that keep its word as a rumour of this session. */
export function returnAddresses(ourUrl: string, { slug, id }: { slug: string; id: string }): ReturnAddresses {
  const ours = (outcome: string) => new URL(`/repair/return/${slug}/${id}/${outcome}`, ourUrl).href
  return { success: ours("success"), exit: ours("exit"), event: ours("error") }
}

/** The address to hand over, in the customer's language where it is known. The token stands nowhere else. */
export function widgetAddress(widgetUrl: string, access: string, locale: CustomerLocale | null = null): string {
  const address = new URL(widgetUrl)
  address.searchParams.set("access_token", access)
  if (locale !== null) address.searchParams.set("locale", locale === "pt-BR" ? "pt" : locale)
  return address.href
}

/** A Brazilian institution has Brazilian customers; any other's speak the language the environment names. */
export function toCustomerLocale(country: string | null, preferred: string): CustomerLocale {
  if (country === "BR") return "pt-BR"
  return customerLocales.find((locale) => locale === preferred) ?? "es"
}

/** Where customers of Brazilian open finance renew their consent. */
export const consentPortal = "https://meuportal.belvo.com/?mode=landing"

/** While one address can still be used, a second is made only by who knows of it. */
export const blocksAnother = (session: Pick<SessionView, "state" | "expiresAt">, now: Date): boolean =>
  session.state === "open" && now.getTime() < Date.parse(session.expiresAt)
