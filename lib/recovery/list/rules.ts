import { canPress, isPast } from "@/lib/recovery/addresses/rules"
import {
  type Outcome,
  type OutcomeFilter,
  outcomes,
  type RecoveryKind,
  type RecoveryListParams,
} from "@/lib/recovery/list/schema"
import { patienceMs } from "@/lib/recovery/rules"

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
  /** Until when the widget of an address's open visit is good. */
  visitEndsAt?: Date | null
}

/** As the mirror tells it, where nobody has settled it yet; what is past its time has expired, whoever writes it down. */
export function toOutcome(standing: Standing, now: Date): Outcome {
  const { kind, state, madeAt, expiresAt, link } = standing
  if (state !== "open") return state === "healed" && kind !== "address" ? "repaired" : known(state)
  if (kind === "address") return ofOpenAddress(standing, now)
  if (kind !== "create" && link?.status === "valid" && link.observedAt > madeAt) return "repaired"
  return ofWidget(expiresAt, now) ?? "open"
}

/** As it is found: whether a visit brought what the mirror knows of its link, the minute's job says. */
function ofOpenAddress({ expiresAt, visitEndsAt = null }: Standing, now: Date): Outcome {
  const ofVisit = visitEndsAt === null ? "expired" : (ofWidget(visitEndsAt, now) ?? "visiting")
  if (ofVisit !== "expired") return ofVisit
  return isPast({ expiresAt }, now) ? "expired" : "open"
}

/** Null while it is good. Where Belvo cannot be asked what came of it, that is given up in the end. */
function ofWidget(endsAt: Date, now: Date): "settling" | "expired" | null {
  if (now.getTime() < endsAt.getTime()) return null
  return now.getTime() < endsAt.getTime() + patienceMs ? "settling" : "expired"
}

/** Whether an address may still be used, so that it can be revoked. */
export function isRevocable(standing: Standing, now: Date): boolean {
  if (standing.kind !== "address") return false
  if (standing.state === "open") return toOutcome(standing, now) !== "expired"
  const isBroken = standing.link !== null && !["valid", "removed"].includes(standing.link.status)
  return isBroken && canPress(standing, now)
}

const known = (state: string): Outcome => outcomes.find((outcome) => outcome === state) ?? "expired"

/** From the making to the link that works; null where it has not come to that. */
export function timeToRepair(standing: Standing, now: Date): number | null {
  const outcome = toOutcome(standing, now)
  if (outcome !== "repaired" && outcome !== "connected") return null
  const at = standing.settledAt ?? standing.link?.statusSince ?? null
  return at && Math.max(0, at.getTime() - standing.madeAt.getTime())
}
