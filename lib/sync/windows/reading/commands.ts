import { BelvoApiError, type BelvoError, isBelvoError } from "@/lib/belvo/errors"
import type { Ctx } from "@/lib/ctx"
import { openBelvo } from "@/lib/environments/commands"
import type { HeldRun } from "@/lib/sync/runs/commands"
import type { Sweep } from "@/lib/sync/sweep/commands"
import { listWaiting, type StoredWindow } from "@/lib/sync/windows/commands"
import {
  countOf,
  firstPass,
  type Reader,
  readPasses,
  splitIfFull,
  takeUp,
  written,
} from "@/lib/sync/windows/passes/commands"
import { type Step, toSteps } from "@/lib/sync/windows/reading/rules"
import { replaceRefused } from "@/lib/sync/windows/refusals/commands"
import { documentedOf } from "@/lib/sync/windows/refusals/rules"
import { noteCount, readWhole, settleWindow, sumOfSpan } from "@/lib/sync/windows/settling/commands"
import { openWriter } from "@/lib/sync/windows/writing/commands"

/** As many requests are under way as fill the budget where Belvo takes seconds to answer. */
const requestsAtOnce = 8
/** More than that: while one's answer is being written another asks. */
const readers = 12
/** Reads what is planned and not yet read; windows that are added meanwhile, too. A later holder goes on with the rest. */
export async function readWindows(sweep: Sweep): Promise<void> {
  for (;;) {
    const waiting = await listWaiting(sweep.ctx, sweep.run)
    if (waiting.length === 0) return
    await readAll(await openReader(sweep), waiting)
  }
}

async function openReader(sweep: Sweep): Promise<Reader> {
  const stop = new AbortController()
  const signal = AbortSignal.any([sweep.signal, stop.signal])
  const belvo = await openBelvo({ ...sweep.ctx, signal }, "sweep")
  return { ...sweep, belvo, stop, signal, write: openWriter(sweep), atBelvo: atMost(requestsAtOnce) }
}

/** So many at once, the others in the order in which they came. */
function atMost(places: number): Reader["atBelvo"] {
  const waiting: (() => void)[] = []
  let free = places
  return async (work) => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

/** Several at once, in order; the first that fails stops the others before their next request, also where they wait for the budget. */
async function readAll(reader: Reader, windows: readonly StoredWindow[]): Promise<void> {
  const left = toSteps(windows, readers).values()
  const spans = new Map<number, Span>()
  const work = async () => {
    for (const { does, window } of left) {
      reader.signal.throwIfAborted()
      const span = spans.get(window.span) ?? { counted: null, parts: [], isElsewhere: false }
      spans.set(window.span, span)
      await begin(reader, { does, window, span })
    }
  }
  try {
    await Promise.all(Array.from({ length: readers }, work))
  } finally {
    reader.stop.abort()
  }
}

/** What this process knows of one span. `isElsewhere`: its parts are not read any more, since one window is read for all of them. */
type Span = { counted: Promise<number | null> | null; parts: Promise<void>[]; isElsewhere: boolean }

function begin(reader: Reader, { does, window, span }: Step<StoredWindow> & { span: Span }): Promise<unknown> {
  if (does === "compare") return compareSpan(reader, span, window)
  if (does === "count") {
    span.counted = countFirst(reader, span, window)
    return span.counted
  }
  const done = readPart(reader, span, window)
  span.parts.push(done)
  return done
}

async function countFirst(reader: Reader, span: Span, window: StoredWindow): Promise<number | null> {
  const { ctx, run } = reader
  const count = await unlessBlocked(countOf(reader, window))
  await written(reader, async (tx) => {
    if (count !== null) return noteCount(tx, ctx, run, { id: window.id, count })
    span.isElsewhere = await readWhole(tx, ctx, run, { span: window.span })
  })
  return count
}

/** A range is whole if Belvo counts as many links as its windows had: no institution that the mirror does not know is missed. */
async function compareSpan(reader: Reader, span: Span, window: StoredWindow): Promise<void> {
  const { ctx, run } = reader
  await Promise.all(span.parts)
  if (span.isElsewhere) return
  const counted = span.counted ? await span.counted : window.count
  const count = window.kind === "recount" ? await unlessBlocked(countOf(reader, window)) : counted
  await written(reader, async (tx) => {
    const waiting = await tx.sweepWindow.count({
      where: { ...ofSpan(ctx, run, window), kind: "links", state: "waiting" },
    })
    if (waiting > 0) return
    const sum = await sumOfSpan(tx, ctx, run, window.span)
    if (sum === count) return settleWindow(tx, ctx, run, window.id, { state: "read", count, seen: sum })
    ctx.log.info("windows do not add up, so their range is read whole", { run: run.id, span: window.span, sum, count })
    await readWhole(tx, ctx, run, { span: window.span, count })
  })
}

const ofSpan = (ctx: Ctx, run: HeldRun, { span }: StoredWindow) => ({
  environmentId: ctx.environment.id,
  runId: run.id,
  span,
})

async function readPart(reader: Reader, span: Span, window: StoredWindow): Promise<void> {
  await span.counted
  if (span.isElsewhere) return
  try {
    await readWindow(reader, window)
  } catch (error) {
    if (!isBlocked(error) && !isUnheard(error, window)) throw error
    const { ctx, run } = reader
    await written(reader, async (tx) => {
      // Others of its span were under way when it was given up.
      if (span.isElsewhere) return settleWindow(tx, ctx, run, window.id, { state: "blocked" })
      span.isElsewhere = await replaceRefused(tx, ctx, run, { window, error })
    })
  }
}

async function readWindow(reader: Reader, window: StoredWindow): Promise<void> {
  const begun = window.begun ? await takeUp(reader, window) : firstPass()
  const isUncounted = !window.begun && window.expected === null
  if (isUncounted && (await splitIfFull(reader, window, await countOf(reader, window)))) return
  await readPasses(reader, window, begun)
}

/** Belvo may refuse a status that it gave to a link itself, as one that it does not document. */
const isUnheard = (error: unknown, { statuses }: StoredWindow): error is BelvoError =>
  error instanceof BelvoApiError && error.status === 400 && documentedOf(statuses).length < statuses.length

const isBlocked = (error: unknown): error is BelvoError => isBelvoError(error) && error.kind === "blocked"

/** Null where Belvo's firewall refuses the question. */
async function unlessBlocked<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked
  } catch (error) {
    if (isBlocked(error)) return null
    throw error
  }
}
