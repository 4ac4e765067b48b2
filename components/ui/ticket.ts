const everyMs = 1_000
const longestMs = 90_000

export type TicketAnswer = { ok: true; value: unknown } | { ok: false; message: string }

/** Waits for what a ticket stands for; a request that fails on the way is repeated until nobody would wait any more. */
export async function ticketAnswer(url: string, signal: AbortSignal): Promise<TicketAnswer> {
  const until = Date.now() + longestMs
  while (Date.now() < until && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, everyMs))
    const answer = toAnswer(await fetchAnyJson(url, signal))
    if (answer !== null) return answer
  }
  return { ok: false, message: "" }
}

/** Null while there is no answer yet. */
function toAnswer(json: unknown): TicketAnswer | null {
  if (!isObject(json)) return null
  if (json.ok === false && typeof json.message === "string") return { ok: false, message: json.message }
  if (json.ok !== true || !isObject(json.data) || json.data.kind !== "fresh") return null
  return { ok: true, value: json.data.value }
}

async function fetchAnyJson(url: string, signal: AbortSignal): Promise<unknown> {
  try {
    const response = await fetch(url, { signal, headers: { accept: "application/json" } })
    return await response.json()
  } catch (error) {
    // A network that is gone, a request that was given up, a body that is no JSON: asked again.
    if (error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError) return undefined
    throw error
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null
