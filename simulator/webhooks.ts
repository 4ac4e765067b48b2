import { createRandom, type Random } from "@/simulator/random"
import { minute, toDate } from "@/simulator/time"
import { payloadOf, statusEvent, type WebhookEvent } from "@/simulator/webhook-payloads"
import type { LinkStatus } from "@/simulator/wire"
import type { World } from "@/simulator/worlds/world"

export interface WebhookTarget {
  url: string
  /** The exact value of the `Authorization` header, as registered with Belvo. */
  authorization: string
  /** `fetch`, or whatever stands for it. */
  post: (url: string, init: { method: "POST"; headers: Record<string, string>; body: string }) => Promise<Response>
  /** How often a delivery that was not answered by 2xx is repeated, a minute later each time: 3 to 5 at Belvo. */
  retries?: number
}

/** Shares of all events, 0 to 1: what networks do to webhooks. */
export interface WebhookFaults {
  duplicated?: number
  lost?: number
  shuffled?: boolean
}

export interface DeliveryRecord {
  at: string
  body: string
  attempt: number
  /** Null where the receiver could not be reached. */
  status: number | null
}

export type Post = (body: string, headers: Record<string, string>) => Promise<Response>

export interface Webhooks {
  emit(atMicros: number, event: WebhookEvent): void
  emitStatus(atMicros: number, row: number, status: LinkStatus): void
  target: WebhookTarget | null
  faults: WebhookFaults
  readonly waiting: number
  readonly delivered: readonly DeliveryRecord[]
  /** Delivers what is due, to the target or as told. Returns how many were answered by 2xx. */
  deliver(nowMicros: number, post?: Post): Promise<number>
}

interface Pending {
  due: number
  body: string
  attempt: number
}

const recordsKept = 1000

export function createWebhooks(world: World, seed: number, target: WebhookTarget | null): Webhooks {
  const random = createRandom(seed ^ 0x77656268)
  const delivered: DeliveryRecord[] = []
  let pending: Pending[] = []
  let emitted = 0

  async function deliverOne(now: number, post: Post, one: Pending): Promise<boolean> {
    const status = await attempt(post, one.body, webhooks.target?.authorization ?? "")
    delivered.push({ at: toDate(now).toISOString(), body: one.body, attempt: one.attempt, status })
    if (delivered.length > recordsKept) delivered.shift()
    const isAccepted = status !== null && status >= 200 && status < 300
    if (!isAccepted && one.attempt <= (webhooks.target?.retries ?? 5)) {
      pending.push({ ...one, attempt: one.attempt + 1, due: now + one.attempt * minute })
    }
    return isAccepted
  }
  const webhooks: Webhooks = {
    target,
    faults: {},
    delivered,
    get waiting() {
      return pending.length
    },
    emit(at, event) {
      const body = JSON.stringify(payloadOf(world.rows, event, emitted++))
      for (let copy = copiesOf(webhooks.faults, random); copy > 0; copy--) pending.push({ due: at, body, attempt: 1 })
    },
    emitStatus(at, row, status) {
      const event = statusEvent(row, status)
      if (event) webhooks.emit(at, event)
    },
    async deliver(now, post = postTo(webhooks.target)) {
      if (!post) return 0
      const due = pending.filter((one) => one.due <= now).sort((one, other) => one.due - other.due)
      pending = pending.filter((one) => one.due > now)
      let accepted = 0
      for (const one of webhooks.faults.shuffled ? shuffled(due, random) : due) {
        if (await deliverOne(now, post, one)) accepted++
      }
      return accepted
    },
  }
  return webhooks
}

function copiesOf({ lost = 0, duplicated = 0 }: WebhookFaults, random: Random): number {
  const happens = (share: number): boolean => share > 0 && random.below(10_000) < share * 10_000
  if (happens(lost)) return 0
  return happens(duplicated) ? 2 : 1
}

function shuffled(list: readonly Pending[], random: Random): Pending[] {
  const keyed = list.map((one) => ({ one, key: random.below(2 ** 31) }))
  return keyed.sort((one, other) => one.key - other.key).map(({ one }) => one)
}

function postTo(target: WebhookTarget | null): Post | undefined {
  return target ? (body, headers) => target.post(target.url, { method: "POST", headers, body }) : undefined
}

async function attempt(post: Post, body: string, authorization: string): Promise<number | null> {
  try {
    const answer = await post(body, { "content-type": "application/json", authorization })
    await answer.body?.cancel()
    return answer.status
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}
