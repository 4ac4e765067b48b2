import type { EnvironmentKind } from "@/lib/ctx"

/** What a sealed value belongs to: moved to another environment, address or version, it does not open. */
export type Bound = { id: number; baseUrl: string; keyVersion: number }

export const keySeal = ({ id, baseUrl, keyVersion }: Bound): readonly string[] => [
  String(id),
  baseUrl,
  String(keyVersion),
]
export const webhookSeal = (bound: Bound): readonly string[] => [...keySeal(bound), "webhook-authorization"]

/** Belvo's production host is told by its name; what else an operator allows is a sandbox unless a person says otherwise. */
export const kindOfHost = (baseUrl: string): EnvironmentKind =>
  new URL(baseUrl).host === "api.belvo.com" ? "production" : "sandbox"

/** Without the slash that people paste: one address, one host, one seal. */
export const trimBaseUrl = (baseUrl: string): string => baseUrl.trim().replace(/\/+$/, "")

/** Of a new key: links were mirrored with the old one, Belvo showed some with the new one, and none is known. */
export const isForeignKey = (seen: { mirrored: number; shown: number; known: number }): boolean =>
  seen.mirrored > 0 && seen.shown > 0 && seen.known === 0

/** What must be registered at Belvo for this environment. */
export const webhookAddress = (ownUrl: string, slug: string): string =>
  new URL(`/api/webhooks/belvo/${slug}`, ownUrl).href
