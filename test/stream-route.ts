import { onTestFinished } from "vitest"
import type { ZodType } from "zod"
import { cookie, signInWith } from "@/test/cookie"
import { makeMember } from "@/test/environment"
import { routePlace } from "@/test/route-place"

/** Where a stream is asked for: by a viewer who is signed in, until the client leaves. */
export async function streamPlace() {
  const { ctx, db } = await routePlace()
  const member = await makeMember(db, ctx.environment, "viewer")
  signInWith(member.id)
  const client = new AbortController()
  onTestFinished(() => {
    client.abort()
    cookie.session = null
  })
  const request = () => new Request("http://127.0.0.1:3000/api/x", { signal: client.signal })
  return { ctx, db, member, client, request }
}

/** What the stream says next, without its heartbeats. */
export function reading<T>(response: Response, schema: ZodType<T>): () => Promise<T | "the end"> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const next = async (): Promise<T | "the end"> => {
    const { value, done } = (await reader?.read()) ?? { done: true }
    if (done) return "the end"
    return value?.startsWith("data: ") ? schema.parse(JSON.parse(value.slice(6))) : next()
  }
  return next
}
