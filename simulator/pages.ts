import type { Call } from "@/simulator/call"
import { invalidPage } from "@/simulator/refusals"

export interface PageRequest {
  page: number
  size: number
}

/** An unreadable `page_size` is ignored, one above 1000 means 1000; an unreadable `page` is no page. */
export function readPage(params: URLSearchParams, defaultSize: number): PageRequest {
  const wantedSize = Number(params.get("page_size") ?? defaultSize)
  const size = Number.isInteger(wantedSize) && wantedSize > 0 ? Math.min(wantedSize, 1000) : defaultSize
  const page = Number(params.get("page") ?? 1)
  if (!Number.isInteger(page) || page < 1) throw invalidPage()
  return { page, size }
}

export function pageOf(call: Call, request: PageRequest, count: number, results: readonly object[]): Response {
  const pages = Math.max(1, Math.ceil(count / request.size))
  if (request.page > pages) throw invalidPage()
  const body = {
    count,
    next: request.page < pages ? addressOf(call, request.page + 1) : null,
    previous: request.page > 1 ? addressOf(call, request.page - 1) : null,
    results: results.map((result) => project(result, call.params)),
  }
  return Response.json(body)
}

/** `fields` keeps and `omit` drops first-level fields. */
export function project(item: object, params: URLSearchParams): object {
  const keep = listOf(params, "fields")
  const drop = listOf(params, "omit")
  if (!keep && !drop) return item
  return Object.fromEntries(
    Object.entries(item).filter(([key]) => (keep?.includes(key) ?? true) && !drop?.includes(key)),
  )
}

/** A comma-separated parameter; null where it is absent or empty. */
export function listOf(params: URLSearchParams, name: string): string[] | null {
  const text = params.get(name)
  if (text === null || text === "") return null
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
}

/** Absolute; `page` first, `page_size` second, then the rest; the first page has no number. */
function addressOf(call: Call, page: number): string {
  const query = new URLSearchParams()
  if (page > 1) query.set("page", String(page))
  const size = call.params.get("page_size")
  if (size !== null) query.set("page_size", size)
  for (const [name, value] of call.params) if (name !== "page" && name !== "page_size") query.append(name, value)
  const text = query.toString()
  return `${call.url.origin}${call.url.pathname}${text === "" ? "" : `?${text}`}`
}
