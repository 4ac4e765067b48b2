import { accountCount, accountOf, type WireAccount } from "@/simulator/accounts"
import type { Call } from "@/simulator/call"
import { readLinkFilter } from "@/simulator/link-filters"
import { listOf, pageOf, project, readPage } from "@/simulator/pages"
import { notFound } from "@/simulator/refusals"
import type { Sim } from "@/simulator/sim"

/** Accounts that Belvo has stored: those of links whose first historical update has arrived. */
export function listAccounts(sim: Sim, call: Call): Response {
  const page = readPage(call.params, sim.pageSize)
  const tests = accountTests(call.params)
  const skip = (page.page - 1) * page.size
  const found: WireAccount[] = []
  let count = 0
  for (const row of candidateRows(sim, call.params)) {
    for (let index = 0; index < accountCount(sim.world.rows, row); index++) {
      const wanted = count >= skip && found.length < page.size
      if (tests.length === 0 && !wanted) {
        count++
        continue
      }
      const account = accountOf(sim.world.rows, row, index)
      if (!tests.every((test) => test(account))) continue
      if (wanted) found.push(account)
      count++
    }
  }
  return pageOf(call, page, count, found)
}

export function detailAccount(sim: Sim, call: Call, id: string): Response {
  for (const row of candidateRows(sim, new URLSearchParams())) {
    for (let index = 0; index < accountCount(sim.world.rows, row); index++) {
      const account = accountOf(sim.world.rows, row, index)
      if (account.id === id) return Response.json(project(account, call.params))
    }
  }
  throw notFound()
}

/** `link`, `link__in` and the institution narrow the links; everything else is asked of the account. */
function* candidateRows(sim: Sim, params: URLSearchParams): Generator<number> {
  const { table } = sim.world.rows
  const ofLinks = new URLSearchParams()
  for (const [from, to] of [
    ["link", "id"],
    ["link__in", "id__in"],
    ["institution", "institution"],
    ["institution__in", "institution__in"],
  ] as const) {
    const value = params.get(from)
    if (value) ofLinks.set(to, value)
  }
  const filter = readLinkFilter(table, ofLinks)
  const matches = (row: number): boolean => filter.tests.every((test) => test(row))
  if (filter.rows) {
    yield* filter.rows.filter(matches)
    return
  }
  for (let position = table.order.size - 1; position >= 0; position--) {
    const row = table.order.rowAt(position)
    if (matches(row)) yield row
  }
}

function accountTests(params: URLSearchParams): ((account: WireAccount) => boolean)[] {
  const plain = ["id", "category", "currency", "number", "name", "type"] as const
  const tests = plain.flatMap((field) => {
    const values = listOf(params, field) ?? listOf(params, `${field}__in`)
    return values ? [(account: WireAccount) => values.includes(account[field] ?? "")] : []
  })
  const part = params.get("name__icontains")?.toLowerCase()
  return part ? [...tests, (account) => (account.name ?? "").toLowerCase().includes(part)] : tests
}
