import { failure } from "@/lib/action"
import type { Ctx } from "@/lib/ctx"
import { errorStatus } from "@/lib/errors"
import { requestCtx } from "@/lib/request"

const uncached = { "cache-control": "no-store" }

/** A route of one environment that answers JSON, to be kept by nobody. Errors are told as an action tells them. */
export async function answerJson(slug: string, work: (ctx: Ctx) => Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await work(await requestCtx(slug)), { headers: uncached })
  } catch (error) {
    return refusal(error)
  }
}

export async function refusal(error: unknown): Promise<Response> {
  const failed = await failure(error)
  return Response.json(failed, { status: errorStatus[failed.code], headers: uncached })
}
