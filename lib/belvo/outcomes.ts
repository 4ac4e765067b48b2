import { type Challenge, toChallenge } from "@/lib/belvo/challenge"
import type { Refusal } from "@/lib/belvo/refusal"

// Refusals that belong to the job. Each reads Belvo's code, never the status alone: a 404 may be an expired
// credential, a 428 a user without web access.

export type NotFound = { kind: "not_found"; requestId: string | null }
export type TokenRequired = { kind: "token_required"; challenge: Challenge }
export type CoolingDown = { kind: "cooling_down"; minutes: number; requestId: string | null }
export type SessionExpired = { kind: "session_expired"; requestId: string | null }
export type Duplicated = { kind: "duplicated"; institutionUserId: string | null; requestId: string | null }

type Reading<R> = (refusal: Refusal) => R | null

/** The first reading that makes something of the refusal. */
export const firstOf =
  <R>(...readings: readonly Reading<R>[]): Reading<R> =>
  (refusal) => {
    for (const reading of readings) {
      const outcome = reading(refusal)
      if (outcome !== null) return outcome
    }
    return null
  }

export const notFound: Reading<NotFound> = ({ status, code, requestId }) =>
  status === 404 && code === "not_found" ? { kind: "not_found", requestId } : null

export const tokenRequired: Reading<TokenRequired> = ({ status, code, first }) => {
  const challenge = status === 428 && code === "token_required" ? toChallenge(first) : null
  return challenge && { kind: "token_required", challenge }
}

const WHOLE_COOL_DOWN_MINUTES = 10

export const coolingDown: Reading<CoolingDown> = ({ status, code, message, requestId }) => {
  if (status !== 409 || code !== "link_refreshed") return null
  const minutes = /wait (\d{1,3}) minute/.exec(message)?.[1]
  return { kind: "cooling_down", minutes: minutes ? Number(minutes) : WHOLE_COOL_DOWN_MINUTES, requestId }
}

export const sessionExpired: Reading<SessionExpired> = ({ status, code, requestId }) =>
  status === 400 && code === "session_expired" ? { kind: "session_expired", requestId } : null

export const duplicated: Reading<Duplicated> = ({ status, code, first, requestId }) => {
  if (status !== 400 || code !== "duplicated") return null
  const { institution_user_id: id } = first
  return { kind: "duplicated", institutionUserId: typeof id === "string" ? id : null, requestId }
}
