import { base64UrlOf } from "@/simulator/random"
import { customerName, type LinkTable } from "@/simulator/store/link-table"
import type { Chance } from "@/simulator/worlds/chance"
import type { Origin } from "@/simulator/worlds/people"

/** From this day on every link has an `institution_user_id`. */
const idsSince = Date.UTC(2022, 1, 8) * 1000

/** The `customer` column: mostly the customer's number; null where none or personal data was given; now and then what people type. */
export function externalCode(table: LinkTable, chance: Chance, row: number, origin: Origin): number {
  const fraction = chance.of(row, "external")
  if (fraction < 0.015) return -1
  if (fraction < 0.02) return table.textCode(`-${origin.customer}-${row}`)
  const isOld = table.columns.created.get(row) < idsSince
  if (isOld && fraction < 0.25) return table.textCode(oldText(chance.below(row, "dirty", 5), row))
  if (origin.isKnownCustomer && fraction < 0.05)
    return table.textCode(variantOf(chance.below(row, "dirty", 3), origin.customer))
  return origin.customer
}

/** Spellings of a name that the operator knows otherwise. */
function variantOf(kind: number, customer: number): string {
  const name = customerName(customer)
  return [name.toUpperCase(), name.replace("_", "-"), `${name}_old`][kind] ?? name
}

/** Before Belvo narrowed the letters it takes, spreadsheets found their formulas in them. */
function oldText(kind: number, row: number): string {
  return [`=1+${row}`, `@user${row}`, ` usr ${row}`, `usr ${row} `, `+cliente ${row}`][kind] ?? `usr ${row}`
}

/** The `person` column: links from before ids have none, or one without its padding. */
export function personCode(table: LinkTable, chance: Chance, row: number, origin: Origin): number {
  if (table.columns.created.get(row) >= idsSince) return origin.person
  if (chance.of(row, "person") < 0.6) return -1
  return table.textCode(base64UrlOf(table.seed, origin.person, 1000 + 8 * origin.institution).slice(0, 43))
}
