import type { Examined } from "@/lib/external-ids/rules"
import type { ExternalIdKind } from "@/lib/external-ids/schema"
import type { ConnectingState, Verdict } from "@/lib/recovery/connecting/schema"
import { patienceMs } from "@/lib/recovery/rules"
import type { CustomerLocale } from "@/lib/recovery/schema"

/** `meant`: kinds that numbers of this one's shape are taken for, by what is known of all links. */
export function judge({ findings }: Examined, meant: readonly ExternalIdKind[]): Verdict {
  const certain = findings.filter(({ grade }) => grade === "certain").map(({ kind }) => kind)
  if (certain.length > 0) return { kind: "refused", findings: certain }
  const likely = findings
    .filter(({ kind, grade }) => grade === "likely" || meant.includes(kind))
    .map(({ kind }) => kind)
  return { kind: likely.length > 0 ? "doubtful" : "fine", findings: likely }
}

export type Connecting = { openedAt: Date; expiresAt: Date; reported: string | null; errorCode: string | null }

/** The link that the session has made, as the mirror has it, and when Belvo was last asked for any. */
export type Sight = { link: { status: string } | null; askedAt: Date | null }

/**
 * What a session in which something new is connected has come to. Only a link settles it before its address has run out: whoever has
 * left the widget may come back by the same address.
 */
export function settleConnecting(
  { openedAt, expiresAt, ...told }: Connecting,
  sight: Sight,
  now: Date,
): ConnectingState {
  if (sight.link && sight.link.status !== unfinished) return "connected"
  const isNews = sight.askedAt !== null && sight.askedAt.getTime() > openedAt.getTime()
  if (now.getTime() < expiresAt.getTime() + (isNews ? graceMs : patienceMs)) return "open"
  return wayOut(told) ?? (sight.link ? "gave_up" : "expired")
}

/** A link whose second factor nobody has given. */
const unfinished = "unconfirmed"
/** Somebody who confirms in the last second is still being logged in by Belvo when the token ends. */
const graceMs = 30_000

/** How the customer left the widget, by its own word; null where it said nothing of the kind. */
export function wayOut({
  reported,
  errorCode,
}: Pick<Connecting, "reported" | "errorCode">): "failed" | "gave_up" | null {
  if (reported === "error" || (reported === "exit" && errorCode !== null)) return "failed"
  return reported === "exit" ? "gave_up" : null
}

/** Belvo's word where the operator has it prevent duplicates. */
export const duplicated = "duplicated"

/** Belvo's clock and ours need not agree: a link that is so much older than its session may still be of it. */
export const clocksApartMs = 60_000

export type Asked = { fetchResources: readonly string[]; staleIn: string; credentialsStorage: string | null }
type Claimed = {
  link: { id: string } | null
  making: { fetchResources: readonly string[] | null; staleIn: string | null; credentialsStorage: string | null }
}

/** By which of its own claims a token would do something else than what was asked for. What it does not say is not held against it. */
export function contradictions({ link, making }: Claimed, asked: Asked): string[] {
  const resources = making.fetchResources
  const others = resources?.filter((one) => !asked.fetchResources.includes(one)) ?? []
  return [
    ...(link ? ["link"] : []),
    ...(others.length > 0 ? ["fetch_resources"] : []),
    ...(making.staleIn !== null && making.staleIn !== asked.staleIn ? ["stale_in"] : []),
    ...(asked.credentialsStorage !== null &&
    making.credentialsStorage !== null &&
    making.credentialsStorage !== asked.credentialsStorage
      ? ["credentials_storage"]
      : []),
  ]
}

const widgetLocales: Record<CustomerLocale, string> = { es: "es", "pt-BR": "pt", en: "en" }

type Address = {
  access: string
  externalId: string
  accessMode: string
  institution: string | null
  locale: CustomerLocale
}

/** The address to hand over. The token stands nowhere else. */
export function connectAddress(
  widgetUrl: string,
  { access, externalId, accessMode, institution, locale }: Address,
): string {
  const address = new URL(widgetUrl)
  const { searchParams } = address
  searchParams.set("access_token", access)
  searchParams.set("locale", widgetLocales[locale])
  searchParams.set("access_mode", accessMode)
  searchParams.set("external_id", externalId)
  if (institution !== null) searchParams.set("institutions", institution)
  return address.href
}

type Place = { resources: readonly string[] }

/** Of what the operator wants fetched, what the institution has; all of it where nobody knows. */
export function resourcesFor(wanted: readonly string[], institution: Place | null): readonly string[] {
  const had = wanted.filter((resource) => institution?.resources.includes(resource))
  return had.length > 0 ? had : wanted
}
