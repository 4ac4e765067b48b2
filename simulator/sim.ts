import type { Later } from "@/simulator/later"
import type { Gates } from "@/simulator/limits"
import type { Sessions } from "@/simulator/mfa"
import type { Random } from "@/simulator/random"
import type { Tokens } from "@/simulator/tokens"
import type { Webhooks } from "@/simulator/webhooks"
import type { World } from "@/simulator/worlds/world"

export interface SecretKey {
  id: string
  password: string
  revoked: boolean
}

/** What every endpoint works with. Its clock is the caller's; nothing in here looks at the machine's. */
export interface Sim {
  readonly world: World
  now(): number
  readonly random: Random
  readonly key: SecretKey
  readonly gates: Gates
  readonly later: Later
  readonly sessions: Sessions
  readonly tokens: Tokens
  readonly webhooks: Webhooks
  /** When each row was last refreshed by request, for the cool-down. */
  readonly refreshedAt: Map<number, number>
  /** Rows on their way out, with the request id that will be in the webhook. */
  readonly leaving: Map<number, string>
  /** Belvo's opt-in: a second link of the same person at the same institution is refused. */
  readonly refuseDuplicates: boolean
  /** Links a page where none is asked for: ten in Belvo's sandbox. */
  readonly pageSize: number
}
