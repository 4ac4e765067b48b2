import { receiveFile } from "@/lib/directory/files/commands"
import { fileName, sha256Header, sha256Hex } from "@/lib/directory/schema"
import { invalid } from "@/lib/errors"
import { answerJson } from "@/lib/route"

export const dynamic = "force-dynamic"

/**
 * Keeps a file of users, whose first rows are looked at before any is imported. The body is the file; `name` is a parameter. The
 * header that carries its hash is also what keeps other sites' forms out: they can set none.
 */
export async function POST(
  request: Request,
  { params }: RouteContext<"/api/[environment]/directory/uploads">,
): Promise<Response> {
  const { environment } = await params
  return answerJson(environment, async (ctx) => {
    const name = fileName.safeParse(new URL(request.url).searchParams.get("name"))
    const sha256 = sha256Hex.safeParse(request.headers.get(sha256Header))
    const length = Number(request.headers.get("content-length") ?? Number.NaN)
    if (!name.success || !sha256.success || !Number.isSafeInteger(length)) throw invalid("directoryFileUndeclared")
    return receiveFile(ctx, {
      name: name.data,
      sha256: sha256.data,
      length,
      body: request.body ?? new ReadableStream(),
    })
  })
}
