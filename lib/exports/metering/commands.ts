import { createHash } from "node:crypto"
import type { Readable } from "node:stream"
import type { Ctx } from "@/lib/ctx"
import { record, write } from "@/lib/db"
import { aliveEveryMs, idleLimitMs, permissionOf } from "@/lib/exports/rules"
import type { ExportRequest } from "@/lib/exports/schema"

type Metered = {
  ctx: Ctx
  request: ExportRequest
  id: string
  source: Readable
  rows: () => number
  signal: AbortSignal | undefined
}

/** The bytes as they are taken, counted and hashed. It settles the export when they end, or when the reader leaves, idles or never comes. */
export function metered({ ctx, request, id, source, rows, signal }: Metered): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = source[Symbol.asyncIterator]()
  const hash = createHash("sha256")
  let bytes = 0
  let over = false
  let idle: NodeJS.Timeout | undefined
  let settled: Promise<End> | undefined
  const alive = setInterval(() => void keepAlive(ctx, id), aliveEveryMs)
  const end = (state: End) => {
    clearTimeout(idle)
    clearInterval(alive)
    source.destroy()
    const whole = state === "finished" ? { rows: rows(), sha256: new Uint8Array(hash.digest()) } : {}
    return settleExport(ctx, request, { id, state, bytes, ...whole })
  }
  const settle = (state: End) => {
    settled ??= end(state)
    return settled
  }
  const leave = async () => {
    over = true
    await settle("cut").catch((error: unknown) => ctx.log.error("an export's end was not recorded", { id, error }))
  }
  const wait = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (over) return
    idle = setTimeout(async () => {
      await leave()
      controller.error(new Error("The reader took nothing for too long"))
    }, idleLimitMs)
  }
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    clearTimeout(idle)
    const { done, value } = await chunks.next()
    if (done && (await settle("finished")) === "cut") throw new Error("The file was given up as cut meanwhile")
    if (over) throw new Error("The reader has left")
    if (done) return controller.close()
    bytes += value.byteLength
    hash.update(value)
    controller.enqueue(value)
    wait(controller)
  }
  if (signal?.aborted) void leave()
  signal?.addEventListener("abort", () => void leave(), { once: true })
  return new ReadableStream(
    {
      start: wait,
      pull: (controller) =>
        pull(controller).catch(async (error: unknown) => {
          if (!over) ctx.log.warn("an export was cut", { id, error })
          await leave()
          controller.error(error)
        }),
      cancel: leave,
    },
    { highWaterMark: 0 },
  )
}

type End = "finished" | "cut"
type Settled = { id: string; state: End; bytes: number; rows?: number; sha256?: Uint8Array<ArrayBuffer> }

/** Answers `cut` where the file was given up as cut before, whatever has come of it since. */
function settleExport(ctx: Ctx, request: ExportRequest, { id, state, bytes, rows, sha256 }: Settled): Promise<End> {
  return write(ctx, permissionOf(request), async (tx) => {
    const { count } = await tx.export.updateMany({
      where: { environmentId: ctx.environment.id, id, state: "running" },
      data: {
        ...{ state, finishedAt: ctx.now(), bytes },
        ...(rows === undefined ? {} : { rows }),
        ...(sha256 ? { sha256 } : {}),
      },
    })
    const end = count === 1 ? state : "cut"
    const after = { bytes, rows: rows ?? null, sha256: sha256 ? Buffer.from(sha256).toString("hex") : null }
    return { result: end, audit: { action: `export.${end}`, entity: "export", entityId: id, after } }
  })
}

/** A system's note, since it is not the member who writes it; a missed one does not matter. */
async function keepAlive(ctx: Ctx, id: string): Promise<void> {
  const clock: Ctx = { ...ctx, actor: { kind: "system", name: "system:exports", permissions: ["housekeeping"] } }
  const where = { environmentId: ctx.environment.id, id, state: "running" }
  try {
    await record(clock, "housekeeping", async (tx) => ({
      result: await tx.export.updateMany({ where, data: { aliveAt: ctx.now() } }),
    }))
  } catch (error) {
    ctx.log.warn("an export's sign of life was not written", { id, error })
  }
}
