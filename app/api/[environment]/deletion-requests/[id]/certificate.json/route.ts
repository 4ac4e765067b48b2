import { openCertificate } from "@/lib/deletions/certificate/queries"
import { requestCtx } from "@/lib/request"
import { refusal } from "@/lib/route"

export const dynamic = "force-dynamic"

/** A request's certificate with the hash of it all, link by link as it is read. */
export async function GET(
  _request: Request,
  { params }: RouteContext<"/api/[environment]/deletion-requests/[id]/certificate.json">,
): Promise<Response> {
  const { environment, id } = await params
  try {
    const parts = await openCertificate(await requestCtx(environment), { requestId: id })
    const encoder = new TextEncoder()
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { value, done } = await parts.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await parts.return()
      },
    })
    return new Response(body, {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="enlace_${environment}_deletion_${id}.json"`,
        "cache-control": "no-store",
      },
    })
  } catch (error) {
    return refusal(error)
  }
}
