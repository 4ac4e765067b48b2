import { createLinkTable } from "@/simulator/store/link-table"
import { toMicros } from "@/simulator/time"
import { createGenerated } from "@/simulator/worlds/generated"
import { createTwelve } from "@/simulator/worlds/twelve"
import { buildWorld, type World } from "@/simulator/worlds/world"

export const worldNames = ["demo", "million", "twelve", "empty"] as const
export type WorldName = (typeof worldNames)[number]

const sizes = { demo: 5_000, million: 1_000_000 }

export interface WorldRequest {
  /** The world's present. */
  now: Date
  /** How many links a generated world has now; `twelve` and `empty` say so themselves. */
  links?: number
  seed?: number
  /** False: the world stands 90 days ago, and the caller plays its days. */
  played?: boolean
}

export function createWorld(name: WorldName, { now, links, seed = 1, played = true }: WorldRequest): World {
  if (name === "twelve") return createTwelve(now, seed)
  if (name === "empty") return buildWorld({ name, table: createLinkTable(seed, 64), clock: toMicros(now) })
  const world = createGenerated({ name, links: links ?? sizes[name], now, seed })
  if (played) for (const date of world.daysToPlay) world.playDay(date)
  return world
}
