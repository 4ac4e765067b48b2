import { institutions } from "@/simulator/institutions"
import { createColumn } from "@/simulator/store/column"
import type { Chance } from "@/simulator/worlds/chance"

/** Who a link belongs to. The person is whoever logs in at the bank; the customer is how the operator calls them. */
export interface Origin {
  institution: number
  customer: number
  person: number
  /** The same customer has an earlier link. */
  isKnownCustomer: boolean
}

const wheel = institutions.flatMap((institution, code) => Array.from({ length: institution.weight }, () => code))

/**
 * Rows in order. Some customers bring a second bank, some connect the same bank again (a duplicate), and a few log in
 * with the credentials of another customer (a shared login).
 */
export function createPeople(chance: Chance, capacity: number): (row: number) => Origin {
  const columns = {
    institution: createColumn("u16", capacity),
    customer: createColumn("i32", capacity),
    person: createColumn("i32", capacity),
  }
  let customers = 0
  let people = 0

  function decide(row: number): Origin {
    const institution = wheel[chance.below(row, "institution", wheel.length)] ?? 0
    const kind = chance.of(row, "origin")
    const earlier = row - 1 - chance.below(row, "origin_distance", Math.max(1, Math.min(row, 400)))
    if (earlier < 0 || kind >= 0.26)
      return { institution, customer: customers++, person: people++, isKnownCustomer: false }
    const same = {
      institution: columns.institution.get(earlier),
      customer: columns.customer.get(earlier),
      person: columns.person.get(earlier),
      isKnownCustomer: true,
    }
    if (kind < 0.035) return same
    if (kind < 0.042) return { ...same, customer: customers++, isKnownCustomer: false }
    return { ...same, institution, person: people++ }
  }
  return (row) => {
    const origin = decide(row)
    columns.institution.set(row, origin.institution)
    columns.customer.set(row, origin.customer)
    columns.person.set(row, origin.person)
    return origin
  }
}
