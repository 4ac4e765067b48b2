import { institutions } from "@/simulator/institutions"
import { alive, type LinkTable, ready, stuck } from "@/simulator/store/link-table"
import { day } from "@/simulator/time"
import { type Chance, pick } from "@/simulator/worlds/chance"
import { externalCode, personCode } from "@/simulator/worlds/dirty-ids"
import { creationTimes } from "@/simulator/worlds/growth"
import { createPeople } from "@/simulator/worlds/people"

export interface PopulationRequest {
  total: number
  /** The world's present. */
  present: number
  /** Rows created before are alive from the start; the others wait for their day. */
  start: number
}

/** Fills the table, oldest link first, with all that does not change afterwards. */
export function populate(table: LinkTable, chance: Chance, { total, present, start }: PopulationRequest): void {
  const createdAt = creationTimes(total, present, chance)
  const originOf = createPeople(chance, total)
  const { columns } = table
  let previous = 0
  for (let row = 0; row < total; row++) {
    const created = Math.max(createdAt(row), previous)
    previous = created
    const origin = originOf(row)
    columns.created.set(row, created)
    columns.institution.set(row, origin.institution)
    columns.owner.set(row, created < present - 1200 * day ? 1 : 0)
    columns.customer.set(row, externalCode(table, chance, row, origin))
    columns.person.set(row, personCode(table, chance, row, origin))
    setRetrieval(table, chance, row, created > present - 330 * day)
    const isStuck = columns.mode.get(row) === 0 && chance.of(row, "stuck") < 0.012
    columns.flags.set(row, (created < start ? alive : 0) | ready | (isStuck ? stuck : 0))
    table.commit()
    if (created < start) table.order.insert(row)
  }
}

/** Single links are mostly young: once their storage is over, operators delete them. */
function setRetrieval({ columns, dictionaries }: LinkTable, chance: Chance, row: number, isYoung: boolean): void {
  const institution = institutions[columns.institution.get(row)]
  const singleShare = institution?.type === "bank" ? 0.14 : 0.6
  const mode = chance.of(row, "mode") < (isYoung ? singleShare : 0.02) ? "single" : "recurrent"
  const isRecurrent = mode === "recurrent"
  columns.mode.set(row, dictionaries.mode.codeOf(mode))
  columns.rate.set(row, dictionaries.rate.codeOf(isRecurrent ? pick(chance.of(row, "rate"), rates, "7d") : null))
  const storage = isRecurrent ? "store" : pick(chance.of(row, "storage"), storages, "365d")
  columns.storage.set(row, dictionaries.storage.codeOf(storage))
  columns.stale.set(row, dictionaries.stale.codeOf(pick(chance.of(row, "stale"), stales, "365d")))
  const all = institution?.resources ?? []
  const length = pick(
    chance.of(row, "resources"),
    [
      [0, 0.05],
      [3, 0.65],
    ],
    all.length,
  )
  columns.resources.set(row, dictionaries.resources.codeOf(all.slice(0, length).join("|")))
}

const rates = [
  ["24h", 0.55],
  ["12h", 0.63],
  ["6h", 0.68],
  ["30d", 0.75],
] as const
const storages = [
  ["nostore", 0.05],
  ["5d", 0.1],
  ["30d", 0.18],
] as const
const stales = [
  [null, 0.05],
  ["30d", 0.15],
  ["90d", 0.4],
] as const
