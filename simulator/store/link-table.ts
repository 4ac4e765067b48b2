import { institutions } from "@/simulator/institutions"
import { base64UrlOf, uuidOf } from "@/simulator/random"
import { createColumn } from "@/simulator/store/column"
import { type CreatedOrder, createCreatedOrder } from "@/simulator/store/created-order"
import { createDictionary } from "@/simulator/store/dictionary"
import { createHashIndex, type HashIndex } from "@/simulator/store/hash-index"
import { accessModes, linkStatuses } from "@/simulator/wire"

/** Bits of the `flags` column. */
export const alive = 1
/** The data of the link has arrived once: accounts can be listed. */
export const ready = 2
/** Belvo stopped refreshing this link although it is valid. */
export const stuck = 4

const [firstInstitution = ""] = institutions.map((institution) => institution.name)

/** Links as columns. Ids and names that were never chosen by anybody are computed from the seed when asked for. */
export type LinkTable = ReturnType<typeof createLinkTable>

export function createLinkTable(seed: number, capacity: number) {
  const columns = createColumns(capacity)
  const dictionaries = createDictionaries(seed)
  const texts = createTexts()
  const chosenIds = new Map<number, string>()
  let rows = 0

  const idOf = (row: number): string => chosenIds.get(row) ?? uuidOf(seed, row, 100)
  const externalIdOf = (row: number): string | null => texts.read(columns.customer.get(row), customerName)
  const institutionUserIdOf = (row: number): string | null =>
    texts.read(columns.person.get(row), (person) => base64UrlOf(seed, person, 1000 + 8 * columns.institution.get(row)))

  const count = (): number => rows
  const indexes = {
    id: createHashIndex(idOf, count),
    externalId: createHashIndex(externalIdOf, count),
    institutionUserId: createHashIndex(institutionUserIdOf, count),
  } satisfies Record<string, HashIndex>
  const order: CreatedOrder = createCreatedOrder(columns.created, capacity)

  return {
    seed,
    columns,
    dictionaries,
    indexes,
    order,
    idOf,
    externalIdOf,
    institutionUserIdOf,
    /** The code of an explicit text for the `customer` and `person` columns. */
    textCode: texts.write,
    get rows() {
      return rows
    },
    /** The caller has filled the columns of row `rows`; from now on it can be found. */
    commit(id?: string): number {
      const row = rows++
      if (id) chosenIds.set(row, id)
      for (const index of Object.values(indexes)) index.add(row)
      return row
    },
    isAlive: (row: number): boolean => (columns.flags.get(row) & alive) !== 0,
    hasFlag: (row: number, flag: number): boolean => (columns.flags.get(row) & flag) !== 0,
    setFlag(row: number, flag: number, on: boolean): void {
      const flags = columns.flags.get(row)
      columns.flags.set(row, on ? flags | flag : flags & ~flag)
    },
  }
}

const createColumns = (capacity: number) => ({
  created: createColumn("f64", capacity),
  accessed: createColumn("f64", capacity),
  institution: createColumn("u16", capacity),
  status: createColumn("u16", capacity),
  mode: createColumn("u16", capacity),
  rate: createColumn("u16", capacity),
  owner: createColumn("u16", capacity),
  storage: createColumn("u16", capacity),
  stale: createColumn("u16", capacity),
  resources: createColumn("u16", capacity),
  flags: createColumn("u16", capacity),
  customer: createColumn("i32", capacity),
  person: createColumn("i32", capacity),
})

const createDictionaries = (seed: number) => ({
  institution: createDictionary<string>([firstInstitution, ...institutions.slice(1).map((one) => one.name)]),
  status: createDictionary(linkStatuses),
  mode: createDictionary([...accessModes, null]),
  rate: createDictionary<string | null>([null, "6h", "12h", "24h", "7d", "30d"]),
  owner: createDictionary<string>([uuidOf(seed, 0, 900), uuidOf(seed, 1, 900)]),
  storage: createDictionary<string>(["store", "365d", "nostore"]),
  stale: createDictionary<string | null>([null, "365d", "90d", "30d"]),
  resources: createDictionary<string>([""]),
})

/** How the operator of a generated world names its users. */
export const customerName = (customer: number): string => `usr_${String(customer).padStart(6, "0")}`

/** Codes of texts: -1 is null, from 0 on a generated name, below -1 a text that is kept. */
function createTexts() {
  const kept: string[] = []
  const codes = new Map<string, number>()
  return {
    write(text: string | null): number {
      if (text === null) return -1
      const known = codes.get(text)
      if (known !== undefined) return known
      const code = -1 - kept.push(text)
      codes.set(text, code)
      return code
    },
    read(code: number, generate: (code: number) => string): string | null {
      return code >= 0 ? generate(code) : (kept[-2 - code] ?? null)
    },
  }
}
