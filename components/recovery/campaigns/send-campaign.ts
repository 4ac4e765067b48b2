import { z } from "zod"
import type { Answer } from "@/components/shell/use-call"
import type { CreateCampaignForm } from "@/lib/recovery/campaigns/schema"

const made = z.object({ ok: z.literal(true), data: z.object({ campaignId: z.guid() }) })

/** By a route of its own: a pasted list may be longer than an action may take. Rejects where nobody answers. */
export async function sendCampaign(
  environment: string,
  form: CreateCampaignForm,
): Promise<Answer<{ campaignId: string }>> {
  const response = await fetch(`/api/${environment}/campaigns`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(form),
  })
  const answer: unknown = await response.json()
  const parsed = made.safeParse(answer)
  if (parsed.success) return parsed.data
  if (isFailure(answer)) return answer
  throw new TypeError("The answer to a draft is none that is known")
}

const isFailure = (json: unknown): json is Extract<Answer<never>, { ok: false }> =>
  typeof json === "object" && json !== null && "ok" in json && json.ok === false && "message" in json
