import type { Ctx } from "@/lib/ctx"

const second = 1_000
const freeFailures = 4
const longestDelayMs = 15 * 60 * second
const longestSlowMs = 3 * second

/** Failures are forgotten after a day without one. */
export const forgottenAfterMs = 24 * 60 * 60 * second

/** How long one address waits for one account after so many failures: nothing for the first four, then doubling to a quarter of an hour. */
export function addressDelayMs(failures: number): number {
  return failures <= freeFailures ? 0 : Math.min(longestDelayMs, second * 2 ** Math.min(failures - freeFailures, 30))
}

/** How much slower an attempt on this account is answered, from whatever address: never refused, so nobody can lock others out. */
export function accountSlowMs(failures: number): number {
  return Math.min(longestSlowMs, 250 * Math.max(0, failures - 2 * freeFailures))
}

/** What an attempt must still wait; 0 where it may be made. Of two at once the later one may have been counted first. */
export function waitMs(failures: number, lastAt: Date, now: Date): number {
  const sinceMs = Math.max(0, now.getTime() - lastAt.getTime())
  return Math.max(0, addressDelayMs(failures) - sinceMs)
}

/** Every failure while they are few, then one in a hundred: the entry holds the number, and guessing can't fill the chain. */
export const deservesEntry = (failures: number): boolean => failures <= 10 || failures % 100 === 0

export type PasswordProblem = "passwordShort" | "passwordLong" | "passwordSimple" | "passwordIsEmail"
export const shortestPassword = 10
const longestPassword = 200
const fewestCharacters = 5

/** Why a password that a person chooses is refused; null where it is taken. */
export function passwordProblem(password: string, email: string): PasswordProblem | null {
  const typed = password.toLowerCase()
  if (password.length < shortestPassword) return "passwordShort"
  if (password.length > longestPassword) return "passwordLong"
  if (typed === email || typed === email.split("@")[0]) return "passwordIsEmail"
  return new Set(typed).size < fewestCharacters ? "passwordSimple" : null
}

/** The context of the door itself: what a stranger, or a member who must show a password again, is let in by. */
export const atTheDoor = (ctx: Ctx): Ctx => ({
  ...ctx,
  actor: { kind: "system", name: "system:sign-in", permissions: ["members:sign-in"] },
})
