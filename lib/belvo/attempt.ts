import { createAddress } from "@/lib/belvo/address"
import { parseBody } from "@/lib/belvo/body"
import type { Call, Meta, SendOptions } from "@/lib/belvo/call"
import { BelvoThrottled, isBelvoError, type Where } from "@/lib/belvo/errors"
import { showQuery } from "@/lib/belvo/query"
import { toBodyError, toError, toRefusal, toShapeError } from "@/lib/belvo/refusal"
import { INTERACTIVE_MS } from "@/lib/belvo/retry"
import { createScrub } from "@/lib/belvo/scrub"
import { isThrottling, readRetryAfter } from "@/lib/belvo/throttling"
import { type Answer, exchange } from "@/lib/belvo/transport"

const PROBE: Where = { method: "GET", path: "/api/" }
const JSON_TYPE = "application/json"

/** One call, sent once: its result, an outcome that belongs to the job, or a BelvoError. */
export function createAttempt(options: SendOptions) {
  const { baseUrl, secretId, secretPassword, acquire, priority, fetch, now } = options
  const address = createAddress(baseUrl)
  const basic = Buffer.from(`${secretId}:${secretPassword}`).toString("base64")
  const keys = [secretPassword, secretId, basic]
  const authorization = { authorization: `Basic ${basic}` }

  const placed = async () => (await acquire(1, priority)) ?? new Date(now())

  const probe = async (): Promise<Answer | null> => {
    const sentAt = await placed()
    const outgoing = { ...PROBE, url: address.write(PROBE), headers: { accept: JSON_TYPE, ...authorization } }
    return nullIfUnanswered(exchange(outgoing, { fetch, sentAt, where: PROBE, timeoutMs: INTERACTIVE_MS }))
  }

  return async <W, R, O>(call: Call<W, R, O>, timeoutMs: number): Promise<R | O> => {
    const query = call.query ?? []
    const where = { method: call.where.method, path: call.where.path + showQuery(query) }
    const url = address.write(call.where, query)
    const sentAt = await placed()
    const outgoing = { method: where.method, url, ...payload(call, { secretId, secretPassword }, authorization) }
    const asText = call.fromText !== undefined
    const answer = await exchange(outgoing, { fetch, sentAt, where, timeoutMs, asText })
    if (answer.status >= 200 && answer.status < 300) {
      const isHere = (text: string) => address.isAt(text, call.where.path)
      return accept(call, answer, { sentAt: answer.sentAt, where, isHere })
    }
    const evidence = { recentRequests: options.recentRequests, probe: call.where.path === PROBE.path ? null : probe }
    if (await isThrottling(answer, evidence)) throw await throttledBy(answer, where, options)
    const refusal = toRefusal(answer)
    const outcome = refusal && call.refuse ? call.refuse(refusal) : null
    if (outcome !== null) return outcome
    const personal = query.filter((part) => part.personal).flatMap((part) => part.values)
    throw toError(where, answer, createScrub([...keys, ...personal, ...(call.secrets ?? [])]))
  }
}

function payload<W, R, O>(
  call: Call<W, R, O>,
  key: { secretId: string; secretPassword: string },
  authorization: Record<string, string>,
) {
  const inBody = call.keyIn === "body"
  const headers = { accept: JSON_TYPE, ...(inBody ? {} : authorization), ...call.headers }
  if (!call.body) return { headers }
  const body = inBody ? { id: key.secretId, password: key.secretPassword, ...call.body } : call.body
  return { headers: { ...headers, "content-type": JSON_TYPE }, body: JSON.stringify(body) }
}

function accept<W, R, O>(call: Call<W, R, O>, { status, body }: Answer, meta: Omit<Meta, "text">): R {
  const { where } = meta
  if (call.ignoreBody || (status === 204 && body.kind === "empty")) return read(null, "")
  if (body.kind === "text") {
    const early = call.fromText?.({ ...meta, text: body.text }) ?? null
    if (early !== null) return early
  }
  const parsed = body.kind === "text" ? parseBody(body.text) : body
  if (parsed.kind === "json") return read(parsed.json, parsed.text)
  throw toBodyError(where, parsed.kind)

  function read(json: unknown, text: string): R {
    const checked = call.schema.safeParse(json)
    if (checked.success) return call.to(checked.data, { ...meta, text })
    throw toShapeError(where, checked.error.issues[0]?.path)
  }
}

async function throttledBy(answer: Answer, where: Where, { throttled, now }: SendOptions): Promise<BelvoThrottled> {
  const seconds = readRetryAfter(answer.retryAfter, now())
  await throttled?.({ seconds })
  return new BelvoThrottled({
    ...where,
    code: `http_${answer.status}`,
    message: `Belvo asks everyone to wait ${seconds} s`,
    requestId: toRefusal(answer)?.requestId ?? null,
    retryAfterSeconds: seconds,
  })
}

async function nullIfUnanswered(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer
  } catch (error) {
    if (isBelvoError(error)) return null
    throw error
  }
}
