import { answerInstead, createFaults, type FailRule, spoil } from "@/simulator/faults"
import { htmlError } from "@/simulator/html-errors"
import { createLater } from "@/simulator/later"
import { belvoLimits, createGates, type Limits } from "@/simulator/limits"
import { createRandom, hexOf, uuidOf } from "@/simulator/random"
import { answer } from "@/simulator/router"
import { refreshScheduled } from "@/simulator/scheduled"
import type { SecretKey, Sim } from "@/simulator/sim"
import { minute, toMicros } from "@/simulator/time"
import { createTokens } from "@/simulator/tokens"
import { createWebhooks, type Post, type WebhookTarget } from "@/simulator/webhooks"
import type { World } from "@/simulator/worlds/world"

export interface BelvoSimOptions {
  world: World
  now: () => Date
  webhooks?: WebhookTarget
  limits?: Partial<Limits>
  key?: { id: string; password: string }
  refuseDuplicates?: boolean
  pageSize?: number
  /** True: recurrent links are refreshed at their rate as the clock moves. False: nothing moves by itself. */
  lives?: boolean
  seedNumber?: number
  /** Waits for real, in slow and broken answers only. */
  sleep?: (ms: number) => Promise<void>
}

export interface BelvoSim {
  /** To be injected wherever the product takes a `fetch`. */
  fetch: typeof fetch
  handle(request: Request, remote?: string): Promise<Response>
  readonly world: World
  readonly key: Readonly<SecretKey>
  /** "GET /api/links/?page_size=100", in the order of arrival, refused ones too; the oldest of very many are dropped. */
  readonly requests: readonly string[]
  failNext(rule: FailRule): void
  /** Does what has become due by now: deletions, historical updates, and the webhooks that follow from them. */
  tick(): void
  /** Ticks, then delivers what is due. Returns how many were answered by 2xx. */
  deliverWebhooks(post?: Post): Promise<number>
  /** The inside, for the control door and the widget. */
  readonly sim: Sim
  clearRequests(): void
  clearFaults(): void
}

/** A demo may run for weeks. */
const requestsKept = 200_000

export function createBelvoSim(options: BelvoSimOptions): BelvoSim {
  const sim = createSim(options)
  const { world } = sim
  const faults = createFaults()
  const sleep = options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()))
  const requests: string[] = []

  async function handle(request: Request, remote = "127.0.0.1"): Promise<Response> {
    const { pathname, search } = new URL(request.url)
    if (requests.length >= requestsKept) requests.splice(0, requestsKept / 2)
    requests.push(`${request.method} ${pathname}${search}`)
    tick()
    if (!sim.gates.request(remote, sim.now())) return htmlError(403)
    const failure = faults.take(request.method, pathname + search)
    const instead = failure && answerInstead(failure, sim.random)
    if (instead) return instead
    const honest = await answer(sim, request)
    return failure ? spoil(honest, failure, sleep) : honest
  }
  function tick(): void {
    sim.later.run(sim.now())
    if (options.lives && sim.now() - world.rows.clock >= minute) refreshScheduled(sim)
  }
  return {
    fetch: toFetch(handle),
    handle,
    world,
    key: sim.key,
    requests,
    failNext: faults.failNext,
    tick,
    deliverWebhooks(post) {
      tick()
      return sim.webhooks.deliver(sim.now(), post)
    },
    sim,
    clearRequests: () => requests.splice(0),
    clearFaults: faults.clear,
  }
}

function createSim(options: BelvoSimOptions): Sim {
  const { world, now } = options
  const seed = options.seedNumber ?? world.seed
  const key = options.key ?? { id: uuidOf(seed, 0, 990), password: hexOf(seed, 1, 990) }
  return {
    world,
    now: () => toMicros(now()),
    random: createRandom(seed),
    key: { ...key, revoked: false },
    gates: createGates({ ...belvoLimits, ...options.limits }),
    later: createLater(),
    sessions: new Map(),
    tokens: createTokens(seed),
    webhooks: createWebhooks(world, seed, options.webhooks ?? null),
    refreshedAt: new Map(),
    leaving: new Map(),
    refuseDuplicates: options.refuseDuplicates ?? false,
    pageSize: options.pageSize ?? 10,
  }
}

/** Like the real one: a request that is given up rejects, and so does the body that was still coming. */
function toFetch(handle: (request: Request) => Promise<Response>): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    request.signal.throwIfAborted()
    const response = await handle(request)
    if (!response.body) return response
    const body = response.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal: request.signal })
    return new Response(body, response)
  }
}
