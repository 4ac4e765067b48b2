import { createLinkTable, customerName } from "@/simulator/store/link-table"
import { dateOf, day, hour, startOfDate, toMicros } from "@/simulator/time"
import { type Chance, createChance } from "@/simulator/worlds/chance"
import type { OperatorUser } from "@/simulator/worlds/operator-users"
import { populate } from "@/simulator/worlds/population"
import { writeTimelines } from "@/simulator/worlds/timeline"
import { buildWorld, type World } from "@/simulator/worlds/world"
import type { WorldRows } from "@/simulator/worlds/world-rows"

export interface GeneratedRequest {
  name: string
  links: number
  now: Date
  seed: number
}

const historyDays = 90
const removedShare = 0.02

/** A world at the beginning of its 90 days; played through it has exactly `links` links. */
export function createGenerated({ name, links, now, seed }: GeneratedRequest): World {
  const chance = createChance(seed)
  const present = toMicros(now)
  const start = startOfDate(dateOf(present - historyDays * day)) ?? present
  const removed = Math.floor(links * removedShare)
  const total = links + removed
  const table = createLinkTable(seed, total)
  populate(table, chance, { total, present, start })
  const events = writeTimelines(table, chance, {
    start,
    present,
    removedAt: removals(chance, { total, removed, start, present, created: table.columns.created.get }),
  })
  const days: string[] = []
  for (let at = start; at <= present; at += day) days.push(dateOf(at))
  const history = { days, events, present }
  return buildWorld({ name, table, clock: start, history, operatorUsers: (rows) => operatorUsers(rows, chance) })
}

interface Removals {
  total: number
  removed: number
  start: number
  present: number
  created: (row: number) => number
}

/** Exactly `removed` rows, one out of each stretch of rows, at some time after their first hour. */
function removals(
  chance: Chance,
  { total, removed, start, present, created }: Removals,
): (row: number) => number | null {
  const stretch = total / Math.max(1, removed)
  const chosen = (index: number): number => Math.floor((index + chance.of(index, "removal")) * stretch)
  return (row) => {
    const index = Math.floor(row / stretch)
    if (removed === 0 || chosen(index) !== row) return null
    const first = Math.max(start, created(row) + hour)
    return first >= present ? present : Math.floor(first + chance.of(row, "removed_at") * (present - first))
  }
}

/**
 * Most links are known to the operator. Of some the app was closed before it stored them, some users are written otherwise, some
 * customers are not known, some have no link, and some links are long gone.
 */
function* operatorUsers(rows: WorldRows, chance: Chance): Generator<OperatorUser> {
  const { table } = rows
  for (let row = 0; row < table.rows; row++) {
    const customer = table.columns.customer.get(row)
    if (customer < 0 || chance.of(customer, "known") < 0.02) continue
    const externalId = customerName(customer)
    if (table.isAlive(row)) yield livingUser(externalId, table.idOf(row), chance.of(row, "lost"))
    else if (table.columns.created.get(row) < rows.clock && chance.of(row, "dangling") < 0.3) {
      yield { externalId, linkId: table.idOf(row) }
    }
    if (chance.of(row, "dangling") > 0.97) yield { externalId: `usr_9${String(row).padStart(6, "0")}`, linkId: null }
  }
}

function livingUser(externalId: string, linkId: string, lost: number): OperatorUser {
  if (lost < 0.006) return { externalId: externalId.toUpperCase().replaceAll("_", "-"), linkId: null }
  return { externalId, linkId: lost < 0.02 ? null : linkId }
}
