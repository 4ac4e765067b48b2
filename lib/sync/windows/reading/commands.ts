import { isBelvoError } from "@/lib/belvo/errors"
import type { Ctx } from "@/lib/ctx"
import { openBelvo } from "@/lib/environments/commands"
import type { HeldRun } from "@/lib/sync/runs/commands"
import type { Sweep } from "@/lib/sync/sweep/commands"
import { listWaiting, readWhole, type StoredWindow, settleWindow, sumOfSpan } from "@/lib/sync/windows/commands"
import {
  countOf,
  firstPass,
  type Reader,
  readPasses,
  splitIfFull,
  takeUp,
  written,
} from "@/lib/sync/windows/passes/commands"

/** As many requests are under way as fill the budget where Belvo takes seconds to answer. */
const readers = 8
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
  const belvo = await openBelvo(sweep.ctx, "sweep")
  return { ...sweep, belvo, stop, signal: AbortSignal.any([sweep.signal, stop.signal]), inTurn: oneAtATime() }
}

function oneAtATime(): Reader["inTurn"] {
  let last: Promise<unknown> = Promise.resolve()
  return (write) => {
    const next = last.then(write)
    last = next.catch(() => undefined)
    return next
  }
}

/** Several at once, in order; the first that fails stops the others before their next request. */
async function readAll(reader: Reader, windows: readonly StoredWindow[]): Promise<void> {
  const left = windows.values()
  const parts = new Map<number, Promise<unknown>[]>()
  const work = async () => {
    for (const window of left) {
      reader.signal.throwIfAborted()
      if (window.kind === "count") await Promise.all(parts.get(window.span) ?? [])
      const done = window.kind === "count" ? compareSpan(reader, window) : readWindow(reader, window)
      parts.set(window.span, [...(parts.get(window.span) ?? []), done])
      await done
    }
  }
  try {
    await Promise.all(Array.from({ length: readers }, work))
  } finally {
    reader.stop.abort()
  }
}

/** A range is whole if Belvo counts as many links as its windows had: no institution that the mirror does not know is missed. */
async function compareSpan(reader: Reader, window: StoredWindow): Promise<void> {
  const { ctx, run } = reader
  const count = await countOf(reader, window)
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

async function readWindow(reader: Reader, window: StoredWindow): Promise<void> {
  try {
    const begun = window.begun ? await takeUp(reader, window) : firstPass()
    const isUncounted = !window.begun && window.expected === null
    if (isUncounted && (await splitIfFull(reader, window, await countOf(reader, window)))) return
    await readPasses(reader, window, begun)
  } catch (error) {
    const { ctx, run } = reader
    // What a delta leaves out the next full sweep reads by other windows.
    const mayGoOn = run.kind === "delta" || window.institutions.length > 0
    if (!isBelvoError(error) || error.kind !== "blocked" || !mayGoOn) throw error
    await written(reader, async (tx) => {
      await settleWindow(tx, ctx, run, window.id, { state: "blocked" })
      await readWhole(tx, ctx, run, window)
    })
  }
}
