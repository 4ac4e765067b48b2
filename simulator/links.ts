import type { Call } from "@/simulator/call"
import { type LinkFilter, readLinkFilter } from "@/simulator/link-filters"
import { type PageRequest, pageOf, project, readPage } from "@/simulator/pages"
import { notFound } from "@/simulator/refusals"
import type { Sim } from "@/simulator/sim"
import type { LinkTable } from "@/simulator/store/link-table"

export function listLinks(sim: Sim, call: Call): Response {
  const { rows } = sim.world
  const filter = readLinkFilter(rows.table, call.params)
  const page = readPage(call.params, sim.pageSize)
  const { count, found } = selectRows(rows.table, filter, page)
  return pageOf(call, page, count, found.map(rows.wire))
}

export function detailLink(sim: Sim, call: Call, id: string): Response {
  return Response.json(project(sim.world.rows.wire(rowOf(sim, id)), call.params))
}

export function rowOf(sim: Sim, id: string): number {
  const row = sim.world.rows.find(id)
  if (row === null) throw notFound()
  return row
}

interface Selected {
  count: number
  found: number[]
}

/** Newest first. Without a test the page is cut out by position; with one, rows are walked and counted. */
function selectRows(table: LinkTable, filter: LinkFilter, page: PageRequest): Selected {
  const skip = (page.page - 1) * page.size
  if (filter.rows) return selectNamed(table, filter, skip, page.size)
  const low = table.order.positionOf(filter.createdFrom)
  const high = table.order.positionOf(filter.createdBefore)
  if (filter.tests.length === 0) {
    const length = Math.max(0, Math.min(page.size, high - low - skip))
    const found = Array.from({ length }, (_, index) => table.order.rowAt(high - 1 - skip - index))
    return { count: Math.max(0, high - low), found }
  }
  const found: number[] = []
  let count = 0
  for (let position = high - 1; position >= low; position--) {
    const row = table.order.rowAt(position)
    if (!filter.tests.every((test) => test(row))) continue
    if (count >= skip && found.length < page.size) found.push(row)
    count++
  }
  return { count, found }
}

function selectNamed(table: LinkTable, filter: LinkFilter, skip: number, size: number): Selected {
  const { created } = table.columns
  const matching = (filter.rows ?? [])
    .filter((row) => created.get(row) >= filter.createdFrom && created.get(row) < filter.createdBefore)
    .filter((row) => filter.tests.every((test) => test(row)))
    .sort((one, other) => created.get(other) - created.get(one) || other - one)
  return { count: matching.length, found: matching.slice(skip, skip + size) }
}
