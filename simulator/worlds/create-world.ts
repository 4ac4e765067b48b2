import { createLinkTable } from "../store/link-table"
import { toMicros } from "../time"
import { createTwelve } from "./twelve"
import { buildWorld, type World } from "./world"

export const worldNames = ["twelve", "empty"] as const
export type WorldName = (typeof worldNames)[number]

export interface WorldRequest {
  /** The world's present. */
  now: Date
  seed?: number
}

export function createWorld(name: WorldName, { now, seed = 1 }: WorldRequest): World {
  if (name === "twelve") return createTwelve(now, seed)
  return buildWorld({ name, table: createLinkTable(seed, 64), clock: toMicros(now) })
}
