import { wholeImage } from "@/lib/recovery/mfa/images/rules"
import type { Retrieval } from "@/lib/recovery/mfa/schema"
import { refusalKey } from "@/lib/refreshes/rules"

/** The institution is null where Belvo's directory of them has not been read. */
type Found = { link: { fetchResources: readonly string[] }; institution: { resources: readonly string[] } | null }

/**
 * The smallest thing that makes the bank ask for a code. Accounts and owners are read alone and at once; other institutions, of taxes
 * or of employment, can only be refreshed, by the resource with the least in it.
 */
export function cheapestRetrieval({ link, institution }: Found): Retrieval {
  const offered = institution?.resources.length ? institution.resources : link.fetchResources
  if (offered.includes("ACCOUNTS")) return { by: "accounts" }
  if (offered.includes("OWNERS")) return { by: "owners" }
  const known = leastFirst.find((resource) => offered.includes(resource))
  return { by: "refresh", resource: known ?? offered.toSorted().at(0) ?? null }
}

/** One document before many, a state before its history. */
const leastFirst = [
  "TAX_STATUS",
  "TAX_COMPLIANCE_STATUS",
  "CURRENT_EMPLOYMENTS",
  "EMPLOYMENTS",
  "EMPLOYMENT_METRICS",
  "EMPLOYMENT_RECORDS",
]

const refusals: Record<string, string> = {
  login_error: "mfa.loginError",
  activation_required: "mfa.activationRequired",
  activation_failed: "mfa.loginError",
  invalid_link: "mfa.invalidLink",
  unconfirmed_link: "mfa.unconfirmedLink",
  request_timeout: "mfa.tooSlow",
  unsupported_operation: "mfa.notOffered",
  method_not_allowed: "mfa.notOffered",
  access_to_resource_denied: "mfa.notOffered",
  permission_denied: "mfa.notOffered",
  operational_limits_reached: "mfa.limitReached",
  forbidden_by_host: "mfa.limitReached",
}

/** The sentence, with what to do next, for a refusal by the bank or by Belvo; null where Belvo's own words must do. */
export const mfaRefusalKey = (belvoCode: string): string | null => refusals[belvoCode] ?? refusalKey(belvoCode)

/** The session in what somebody pasted: its id alone, or the whole 428 that it came in. Null where there is none, or more than one. */
export function sessionIn(pasted: string): string | null {
  const named = [...pasted.matchAll(/"session"\s*:\s*"([^"]*)"/g)].map(([, id]) => id ?? "")
  const [only, ...others] = named.length > 0 ? named : [pasted]
  const id = (only ?? "").trim().toLowerCase().replace(/-/g, "")
  return others.length === 0 && /^[a-f0-9]{32}$/.test(id) ? id : null
}

/** Larger ones are no login codes. */
const mostBytes = 64 * 1024

/** An image that may be shown as it is; null for anything else, which is then only text to be encoded by us. */
export function toQrImage(value: string): string | null {
  const base64 = value.replace(/^data:image\/(png|jpeg);base64,/, "").replace(/\s/g, "")
  if (base64.length > (mostBytes * 4) / 3 + 4 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0)
    return null
  const bytes = atob(base64)
  if (bytes.length >= mostBytes) return null
  const type = wholeImage(Uint8Array.from(bytes, (byte) => byte.charCodeAt(0)))
  return type && `data:${type};base64,${base64}`
}
