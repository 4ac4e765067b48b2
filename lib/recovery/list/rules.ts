import {
  type Outcome,
  type OutcomeFilter,
  outcomes,
  type RecoveryKind,
  type RecoveryListParams,
} from "@/lib/recovery/list/schema"

/** Sets that the index keeps apart, within each of which rows are by time. */
export type SessionBranch = { mode: string; standing: string }

const ofSessions: Record<OutcomeFilter, readonly string[]> = {
  open: ["open"],
  repaired: ["healed", "connected"],
  gave_up: ["gave_up"],
  failed: ["failed", "still_broken"],
  expired: ["expired"],
  ended: ["replaced"],
}

/** An address that is still open and whose latest visit failed is found under both. */
const ofAddresses: Record<OutcomeFilter, readonly string[]> = {
  open: ["open", "open gave_up", "open failed"],
  repaired: ["repaired"],
  gave_up: ["open gave_up", "expired gave_up"],
  failed: ["open failed", "expired failed"],
  expired: ["expired"],
  ended: ["healed", "revoked"],
}

type Chosen = Pick<RecoveryListParams, "kind" | "outcome">

export function sessionBranches({ kind, outcome }: Chosen): SessionBranch[] {
  const modes = kind === "" ? ["update", "create"] : kind === "address" ? [] : [kind]
  const standings = outcome === "" ? Object.values(ofSessions).flat() : ofSessions[outcome]
  return modes.flatMap((mode) => standings.map((standing) => ({ mode, standing })))
}

export function addressBranches({ kind, outcome }: Chosen): readonly string[] {
  if (kind !== "" && kind !== "address") return []
  return outcome === "" ? [...new Set(Object.values(ofAddresses).flat())] : ofAddresses[outcome]
}

/** What is stored of a session or an address, and what the mirror knows of its link. */
export type Standing = {
  kind: RecoveryKind
  state: string
  madeAt: Date
  expiresAt: Date
  settledAt: Date | null
  link: { status: string; statusSince: Date; observedAt: Date } | null
}

/** As the mirror tells it, where nobody has settled it yet; what is past its time has expired, whoever writes it down. */
export function toOutcome({ kind, state, madeAt, expiresAt, link }: Standing, now: Date): Outcome {
  if (state !== "open") return state === "healed" && kind !== "address" ? "repaired" : known(state)
  // As it is found: whether a visit brought it, the minute's job says.
  if (kind === "address") return now.getTime() < expiresAt.getTime() ? "open" : "expired"
  if (kind !== "create" && link?.status === "valid" && link.observedAt > madeAt) return "repaired"
  return now.getTime() < expiresAt.getTime() + lastLookMs ? "open" : "expired"
}

/** Belvo is asked once more after a session has run out. */
const lastLookMs = 2 * 60_000

const known = (state: string): Outcome => outcomes.find((outcome) => outcome === state) ?? "expired"

/** From the making to the link that works; null where it has not come to that. */
export function timeToRepair(standing: Standing, now: Date): number | null {
  const outcome = toOutcome(standing, now)
  if (outcome !== "repaired" && outcome !== "connected") return null
  const at = standing.settledAt ?? standing.link?.statusSince ?? null
  return at && Math.max(0, at.getTime() - standing.madeAt.getTime())
}
