import { randomUUID } from "node:crypto"
import { Agent, request } from "node:http"
import { setTimeout as sleep } from "node:timers/promises"

/** `perSecond` 0: as fast as `callers` go. Ends after `count` webhooks or `seconds`, whatever comes first. */
export type LoadOptions = {
  url: string
  authorization: string
  run: string
  count: number
  perSecond: number
  seconds: number
  callers: number
}
/** `ms`: from when a webhook was due to its answer. `stored`: the numbers of those that were answered by 200. */
export type LoadResult = { ms: number[]; stored: number[]; failed: number; seconds: number }

const options: LoadOptions = JSON.parse(process.argv[2] ?? "{}")
const { url, authorization, run, count, perSecond, seconds, callers } = options
const links = Array.from({ length: 500 }, () => randomUUID())
const result: LoadResult = { ms: [], stored: [], failed: 0, seconds: 0 }
const startedAt = performance.now()
const isOver = () => performance.now() - startedAt > seconds * 1_000
let next = 0
/** Idle connections end on this side first: one that the server ends just then would be taken for a loss. */
const agent = new Agent({ keepAlive: true, maxSockets: 128, timeout: 2_000 })

/** Each caller takes the next webhook when it is due. Who is late is late: the wait counts, as it would for Belvo. */
async function call(): Promise<void> {
  while (next < count && !isOver()) {
    const n = next++
    const due = perSecond === 0 ? performance.now() : startedAt + (n * 1_000) / perSecond
    if (due > performance.now()) await sleep(due - performance.now())
    if (await post(n)) {
      result.ms.push(performance.now() - due)
      result.stored.push(n)
    } else result.failed++
  }
}

function post(n: number): Promise<boolean> {
  const body = JSON.stringify({
    ...{
      webhook_id: "aadf41a1fc8e4f79a49f7f04027ac999",
      webhook_type: "TRANSACTIONS",
      process_type: "recurrent_update",
    },
    ...{ webhook_code: "new_transactions_available", link_id: links[n % links.length], request_id: randomUUID() },
    ...{ external_id: `usr_${n}`, data: { run, n, new_transactions: n % 90 } },
  })
  return send(body)
}

/** Not by `fetch`, which takes as much of the two cores as what is measured. False where the other end has gone. */
function send(body: string): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { authorization, "content-type": "application/json", "content-length": Buffer.byteLength(body) }
    request(url, { method: "POST", agent, headers }, (answer) => {
      answer.resume().once("close", () => resolve(answer.statusCode === 200 && answer.complete))
    })
      .once("error", () => resolve(false))
      .end(body)
  })
}

await Promise.all(Array.from({ length: callers }, call))
result.seconds = (performance.now() - startedAt) / 1_000
process.stdout.write(JSON.stringify(result), () => process.exit(0))
