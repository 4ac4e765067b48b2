import { invalid } from "@/lib/errors"
import { createCampaign } from "@/lib/recovery/campaigns/commands"
import { createCampaignInput, mostListBytes } from "@/lib/recovery/campaigns/schema"
import { answerJson } from "@/lib/route"

export const dynamic = "force-dynamic"

/** A draft. No action, because a pasted list of ids may be longer than an action may take; other sites' forms can send no JSON. */
export async function POST(
  request: Request,
  { params }: RouteContext<"/api/[environment]/campaigns">,
): Promise<Response> {
  const { environment } = await params
  return answerJson(environment, async (ctx) => {
    if (request.headers.get("content-type") !== "application/json") throw invalid("notJson")
    const parsed = createCampaignInput.safeParse(toJson(await readLimited(request)))
    if (parsed.success) return { ok: true, data: await createCampaign(ctx, parsed.data) }
    const fields = Object.fromEntries(parsed.error.issues.map(({ path }) => [String(path.at(-1) ?? ""), ["other"]]))
    throw invalid("input", { fields })
  })
}

async function readLimited(request: Request): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > mostListBytes) throw invalid("campaign.listTooLong")
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString("utf8")
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid("notJson")
    throw error
  }
}
