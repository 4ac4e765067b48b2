import type { CampaignState, MemberState } from "@/lib/recovery/campaigns/schema"
import { minuteMs } from "@/lib/time"

export const campaignMoves = ["start", "pause", "resume", "extend", "remind", "end", "discard"] as const
export type CampaignMove = (typeof campaignMoves)[number]

const moves: Record<CampaignMove, readonly CampaignState[]> = {
  start: ["draft"],
  pause: ["running"],
  resume: ["paused"],
  extend: ["running", "paused"],
  remind: ["running", "paused"],
  end: ["running", "paused"],
  discard: ["draft"],
}

export const canMove = (state: CampaignState, move: CampaignMove): boolean => moves[move].includes(state)

/** What is told of a member: by its address, or by its link itself. */
export const memberFacts = [
  "opened",
  "gave_up",
  "failed",
  "repaired",
  "healed",
  "expired",
  "revoked",
  "removed",
] as const
export type MemberFact = (typeof memberFacts)[number]

/** What a fact makes of a member; the same where it is no news, so that a fact that is told twice counts once. */
export function advance(state: MemberState, fact: MemberFact): MemberState {
  if (state === "repaired" || fact === "repaired") return "repaired"
  if (state === "healed" || state === "removed") return state
  if (fact === "healed" || fact === "removed") return fact
  if (fact === "opened") return state === "untouched" || state === "waiting" ? "opened" : state
  if (fact === "expired") return state === "gave_up" || state === "failed" ? state : "expired"
  return fact
}

/** What customers had begun when a campaign ended is told so much later at most. */
export const lastFactsMs = 20 * minuteMs

/** Below so many tries a failure proves nothing. */
export const leastTries = 20

export type Tries = { failed: number; tried: number }

/** Whether so large a part of those who tried failed at the widget that nobody else should be asked. */
export const shouldStop = ({ failed, tried }: Tries, stopPercent: number): boolean =>
  tried >= leastTries && failed * 100 > tried * stopPercent

/** Of a group: how many, and how many of them work again. */
export type Group = { members: number; working: number }

export type Brought = {
  /** By how many percent points more of the asked work again than of those held out, and within which bounds with 95 % certainty. */
  points: number
  low: number
  high: number
  /** As many links as that is. */
  links: number
  /** The bounds leave out that it brought nothing. */
  proven: boolean
}

/** Below so many held out nothing can be said. */
export const leastHeldOut = 10

/** What the campaign itself brought: the difference of two shares, with Newcombe's bounds from Wilson's intervals. Null: too few. */
export function brought(asked: Group, heldOut: Group): Brought | null {
  if (asked.members === 0 || heldOut.members < leastHeldOut) return null
  const [a, h] = [asked.working / asked.members, heldOut.working / heldOut.members]
  const [wa, wh] = [wilson(asked), wilson(heldOut)]
  const difference = a - h
  const low = difference - Math.hypot(a - wa.low, wh.high - h)
  const high = difference + Math.hypot(wa.high - a, h - wh.low)
  return {
    ...{ points: difference * 100, low: low * 100, high: high * 100 },
    links: Math.round(difference * asked.members),
    proven: low > 0 || high < 0,
  }
}

type Tried = { asked: { opened: number; states: Readonly<Record<"failed", number>> } }

/** The largest part of those who came that failed first, else in their order; apart from them where nobody has come yet. */
export function byFailure<T extends Tried>(all: readonly T[]): { opened: T[]; unopened: T[] } {
  const share = ({ asked }: T) => asked.states.failed / asked.opened
  const opened = all.filter(({ asked }) => asked.opened > 0).toSorted((a, b) => share(b) - share(a))
  return { opened, unopened: all.filter(({ asked }) => asked.opened === 0) }
}

export const verdictOf = ({ proven, points }: Brought): "brought" | "harmed" | "unproven" =>
  proven ? (points > 0 ? "brought" : "harmed") : "unproven"

/** The numbers as the sentence of their verdict has them: what is harmed is told by how much less, all else with its sign. */
export function toldOf(found: Brought): Pick<Brought, "points" | "low" | "high" | "links"> {
  const { points, low, high, links } = found
  return verdictOf(found) === "harmed"
    ? { points: -points, low: -high, high: -low, links: -links }
    : { points, low, high, links }
}

const z = 1.96

function wilson({ members, working }: Group): { low: number; high: number } {
  const share = working / members
  const middle = (share + z ** 2 / (2 * members)) / (1 + z ** 2 / members)
  const half = (z * Math.sqrt((share * (1 - share)) / members + z ** 2 / (4 * members ** 2))) / (1 + z ** 2 / members)
  return { low: middle - half, high: middle + half }
}

/** 48 bits of a link's hash with the campaign's seed, below which part of them it is held out. */
export const heldOutBelow = (percent: number): number => Math.floor((2 ** 48 * percent) / 100)
