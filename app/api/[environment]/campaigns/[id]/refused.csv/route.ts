import { getBadLinesFile } from "@/lib/recovery/campaigns/queries"
import { requestCtx } from "@/lib/request"
import { refusal } from "@/lib/route"

export const dynamic = "force-dynamic"

/** The lines of a pasted list that were of no use: line and reason. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/[environment]/campaigns/[id]/refused.csv">,
): Promise<Response> {
  const { environment, id } = await params
  try {
    const file = await getBadLinesFile(await requestCtx(environment), { campaignId: id })
    return new Response(file, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="enlace_${environment}_campaign_refused_${id}.csv"`,
        "cache-control": "no-store",
      },
    })
  } catch (error) {
    return refusal(error)
  }
}
