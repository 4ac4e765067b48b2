import { failure } from "@/lib/action"
import { notFound } from "@/lib/errors"
import { openExport } from "@/lib/exports/commands"
import { canonicalQuery, type Dataset, datasets, machineFiles, refusedPath } from "@/lib/exports/schema"
import { requestCtx } from "@/lib/request"
import { refusal } from "@/lib/route"

export const dynamic = "force-dynamic"

/** `links.csv`, `audit.csv`, `orphans.csv` …: the list as filtered, streamed. Parameters that are not understood are named in a header. */
export async function GET(request: Request, { params }: RouteContext<"/api/[environment]/[file]">): Promise<Response> {
  const { environment, file } = await params
  try {
    const ctx = await requestCtx(environment)
    const dataset = datasetOf(file)
    const { searchParams } = new URL(request.url)
    const machine = machineFiles[dataset]
    const raw = machine === "only" || (machine === "also" && searchParams.get("raw") === "1")
    searchParams.delete("raw")
    const { query, ignored } = canonicalQuery[dataset](Object.fromEntries(searchParams))
    const { signal } = request
    const { fileName, body, auditHead } = await openExport(ctx, { dataset, query, raw }, { signal })
    return new Response(body, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "no-store",
        "x-enlace-audit-head": auditHead,
        ...(ignored.length > 0 ? { "x-enlace-ignored": ignored.map(encodeURIComponent).join(",") } : {}),
      },
    })
  } catch (error) {
    return isNavigation(request) ? leadToReason(environment, error) : refusal(error)
  }
}

/** A file is on record from its first byte, so there is no asking what it would be. Next would make one and throw it away. */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { allow: "GET" } })
}

const isNavigation = (request: Request): boolean => request.headers.get("sec-fetch-mode") === "navigate"

/** Who clicked gets a page that says why there is no file, instead of JSON. */
async function leadToReason(environment: string, error: unknown): Promise<Response> {
  const { code } = await failure(error)
  return new Response(null, { status: 303, headers: { location: refusedPath(environment, code) } })
}

function datasetOf(file: string): Dataset {
  const dataset = datasets.find((name) => `${name}.csv` === file)
  if (!dataset) throw notFound()
  return dataset
}
