import { getRefusalsFile } from "@/lib/directory/queries"
import { requestCtx } from "@/lib/request"
import { refusal } from "@/lib/route"

export const dynamic = "force-dynamic"

/** The rows that an import refused: line, reason and the beginning of what stood there. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/[environment]/directory/imports/[id]/refused.csv">,
): Promise<Response> {
  const { environment, id } = await params
  try {
    const file = await getRefusalsFile(await requestCtx(environment), { importId: id })
    return new Response(file, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="enlace_${environment}_directory_refused_${id}.csv"`,
        "cache-control": "no-store",
      },
    })
  } catch (error) {
    return refusal(error)
  }
}
