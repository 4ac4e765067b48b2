import type { Ctx } from "@/lib/ctx"
import { type Database, record } from "@/lib/db"
import { enqueue, isWaiting } from "@/lib/jobs/boss"
import { rereadJob } from "@/lib/webhooks/rereading/jobs"
import { Prisma } from "@/prisma/generated/client"

/** A webhook as its row keeps it; hashes in hexadecimal. */
export type Arrival = {
  /** Null: by the database's clock. */
  at: Date | null
  fingerprint: string
  /** So long the same again is a repeat. */
  withinMs: number
  type: string | null
  code: string | null
  processType: string | null
  linkId: string | null
  requestId: string | null
  raw: string
  rawHash: string
  /** Where there is nothing to be read again. */
  outcome: string | null
  priority: number
  /** The resource whose data is there. */
  ready: string | null
}

/**
 * Resolves once the webhook is committed. What arrives while others are being stored goes with the next transaction, so that a
 * burst costs a commit a hundred webhooks and not one each.
 */
export function storeArrival(ctx: Ctx, arrival: Arrival): Promise<{ repeated: boolean }> {
  const line = lineOf(ctx)
  return new Promise((resolve, reject) => {
    line.waiting.push({ arrival, resolve, reject })
    if (!line.moves) void move(ctx, line)
  })
}

type Waiting = {
  arrival: Arrival
  resolve: (answer: { repeated: boolean }) => void
  reject: (error: unknown) => void
}
type Line = { waiting: Waiting[]; moves: boolean }

const most = 100
const lines = new WeakMap<Database, Map<number, Line>>()

function lineOf({ database, environment }: Ctx): Line {
  const known = lines.get(database) ?? new Map<number, Line>()
  lines.set(database, known)
  const line = known.get(environment.id) ?? { waiting: [], moves: false }
  known.set(environment.id, line)
  return line
}

async function move(ctx: Ctx, line: Line): Promise<void> {
  line.moves = true
  while (line.waiting.length > 0) await storeSome(ctx, line.waiting.splice(0, most))
  line.moves = false
}

/**
 * Where the database refuses one the others are none the worse: each is then tried alone. Where it cannot be reached, nobody waits for
 * ninety-nine more tries: Belvo sends them again.
 */
async function storeSome(ctx: Ctx, some: readonly Waiting[]): Promise<void> {
  try {
    const { repeated, asked } = await storeTogether(ctx, some)
    if (!asked && some.some(({ arrival }) => arrival.linkId !== null)) await askForReading(ctx)
    for (const [place, { resolve }] of some.entries()) resolve({ repeated: repeated.has(place) })
  } catch (error) {
    const [first, ...others] = some
    if (others.length === 0) return first?.reject(error)
    if (!isRefusal(error)) {
      for (const { reject } of some) reject(error)
      return
    }
    for (const one of some) await storeSome(ctx, [one])
  }
}

/** A statement that reached the database and failed there. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2010"

type Stored = {
  /** The places of those that were repeats. */
  repeated: ReadonlySet<number>
  /** A reading waits already, and will see these. */
  asked: boolean
}

async function storeTogether(ctx: Ctx, some: readonly Waiting[]): Promise<Stored> {
  const { id } = ctx.environment
  const rows = JSON.stringify(some.map(({ arrival }, place) => toRow(arrival, place)))
  return record(ctx, "webhooks:receive", async (tx) => {
    const answers = await tx.$queryRaw<{ place: number; repeated: boolean }[]>`
      SELECT place, repeated FROM receive_webhooks(${id}::integer, ${rows}::jsonb)`
    const repeated = new Set(answers.flatMap((one) => (one.repeated ? [one.place - 1] : [])))
    return { result: { repeated, asked: await isWaiting(tx, rereadJob, id) } }
  })
}

/** After the commit: a run that begins from now on sees the rows. Where this fails, the job's own tick finds them. */
async function askForReading(ctx: Ctx): Promise<void> {
  try {
    await record(ctx, "webhooks:receive", async (tx) => ({ result: await enqueue(tx, rereadJob, {}) }))
  } catch (error) {
    ctx.log.error("a webhook's reading was not asked for", { requestId: ctx.requestId, error })
  }
}

/** Places count from one, as PostgreSQL's arrays do. */
const toRow = (arrival: Arrival, place: number) => ({
  place: place + 1,
  at: arrival.at,
  fingerprint: arrival.fingerprint,
  within: `${arrival.withinMs} milliseconds`,
  type: arrival.type,
  code: arrival.code,
  process_type: arrival.processType,
  link_id: arrival.linkId,
  request_id: arrival.requestId,
  raw: arrival.raw,
  raw_hash: arrival.rawHash,
  outcome: arrival.outcome,
  priority: arrival.priority,
  ready: arrival.ready,
})
