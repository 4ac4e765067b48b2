import { createHash, randomUUID } from "node:crypto"
import type { Readable } from "node:stream"
import { auditListParams } from "@/lib/audit/schema"
import type { Ctx } from "@/lib/ctx"
import { record, stream, write } from "@/lib/db"
import { AppError, conflict } from "@/lib/errors"
import { auditCopy } from "@/lib/exports/audit/queries"
import { linksCopy } from "@/lib/exports/links/queries"
import { aliveEveryMs, deadAfterMs, fileNameOf, idleLimitMs, keptQuery, mostAtOnce } from "@/lib/exports/rules"
import type { Dataset, ExportCopy, ExportRequest } from "@/lib/exports/schema"
import { trendsCopy } from "@/lib/exports/trends/queries"
import { trendParams } from "@/lib/history/trends/schema"
import { linkListParams } from "@/lib/links/schema"
import type { RawParams } from "@/lib/page"
import type { Permission } from "@/lib/permissions"
import { personal } from "@/lib/seal"

export type OpenedExport = {
  fileName: string
  body: ReadableStream<Uint8Array>
  /** The audit chain as it stood when the file began: its length and last hash. */
  auditHead: string
}

/**
 * Starts a file: what is asked for is on record before its first byte, what came of it after its last. Throws CONFLICT where
 * this member has one under way, TOO_MANY where there are four. Errors cut the body short; it never ends as if it were whole.
 */
export async function openExport(ctx: Ctx, request: ExportRequest): Promise<OpenedExport> {
  const copy = await copyOf(ctx, request)
  const started = await startExport(ctx, request)
  try {
    const { body, rows } = await stream(ctx, permissionOf(request), copy)
    return { ...started, body: metered({ ctx, request, id: started.id, source: body, rows }) }
  } catch (error) {
    await settleExport(ctx, request, { id: started.id, state: "cut", bytes: 0 })
    throw error
  }
}

const copies: Record<Dataset, (ctx: Ctx, params: RawParams, raw: boolean) => ExportCopy | Promise<ExportCopy>> = {
  links: (ctx, params, raw) => linksCopy(ctx, linkListParams.parse(params), raw),
  audit: (ctx, params) => auditCopy(ctx, auditListParams.parse(params)),
  trends: (ctx, params) => trendsCopy(ctx, trendParams.parse(params)),
}

const copyOf = (ctx: Ctx, { dataset, query, raw }: ExportRequest) =>
  copies[dataset](ctx, Object.fromEntries(new URLSearchParams(query)), raw)

function permissionOf({ dataset, raw }: ExportRequest): Permission {
  if (dataset === "audit") return "audit:read"
  return raw ? "exports:machine" : "exports:create"
}

type Started = { id: string; fileName: string; auditHead: string }

function startExport(ctx: Ctx, request: ExportRequest): Promise<Started> {
  const { actor, environment } = ctx
  if (actor.kind !== "member") return Promise.reject(conflict("exportByPeople"))
  const query = keptQuery(request, (value) => personal(ctx.env.key, environment.id, value))
  const kept = { ...request, query }
  return write(ctx, permissionOf(request), async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('enlace.exports'), ${environment.id}::integer)::text`
    const startedAt = ctx.now()
    await tx.export.updateMany({
      where: { state: "running", aliveAt: { lt: new Date(startedAt.getTime() - deadAfterMs) } },
      data: { state: "cut", finishedAt: startedAt },
    })
    const running = await tx.export.findMany({ where: { state: "running" }, select: { memberId: true } })
    if (running.some(({ memberId }) => memberId === actor.id)) throw conflict("exportUnderway")
    if (running.length >= mostAtOnce) throw new AppError("TOO_MANY", "exportsBusy", { values: { most: mostAtOnce } })
    const head = await tx.auditHead.findUnique({ where: { environmentId: environment.id } })
    const id = randomUUID()
    const fileName = fileNameOf(request, { environment: environment.slug, startedAt, id })
    await tx.export.create({
      data: {
        ...{ environmentId: environment.id, id, ...kept, memberId: actor.id, fileName, state: "running" },
        ...{ startedAt, aliveAt: startedAt, auditSeq: head?.count ?? null, auditHash: head?.hash ?? null },
      },
    })
    const auditHead = head ? `${head.count}:${Buffer.from(head.hash).toString("hex")}` : "0:"
    return {
      result: { id, fileName, auditHead },
      audit: { action: "export.started", entity: "export", entityId: id, after: { ...kept, fileName, auditHead } },
    }
  })
}

type Settled = { id: string; state: "finished" | "cut"; bytes: number; rows?: number; sha256?: Uint8Array<ArrayBuffer> }

function settleExport(ctx: Ctx, request: ExportRequest, { id, state, bytes, rows, sha256 }: Settled): Promise<void> {
  return write(ctx, permissionOf(request), async (tx) => {
    const finishedAt = ctx.now()
    await tx.export.update({
      where: { environmentId_id: { environmentId: ctx.environment.id, id } },
      data: { state, finishedAt, bytes, ...(rows === undefined ? {} : { rows }), ...(sha256 ? { sha256 } : {}) },
    })
    const after = { bytes, rows: rows ?? null, sha256: sha256 ? Buffer.from(sha256).toString("hex") : null }
    return { result: undefined, audit: { action: `export.${state}`, entity: "export", entityId: id, after } }
  })
}

type Metered = { ctx: Ctx; request: ExportRequest; id: string; source: Readable; rows: () => number }

/** The bytes as they are taken, counted and hashed. It settles the export when they end, or when the reader leaves or idles. */
function metered({ ctx, request, id, source, rows }: Metered): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = source[Symbol.asyncIterator]()
  const hash = createHash("sha256")
  let bytes = 0
  let idle: NodeJS.Timeout | undefined
  let settled = false
  const alive = setInterval(() => void keepAlive(ctx, id), aliveEveryMs)
  const settle = async (state: Settled["state"]) => {
    if (settled) return
    settled = true
    clearTimeout(idle)
    clearInterval(alive)
    source.destroy()
    const whole = state === "finished" ? { rows: rows(), sha256: new Uint8Array(hash.digest()) } : {}
    await settleExport(ctx, request, { id, state, bytes, ...whole })
  }
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    clearTimeout(idle)
    const { done, value } = await chunks.next()
    if (done) {
      await settle("finished")
      controller.close()
      return
    }
    bytes += value.byteLength
    hash.update(value)
    controller.enqueue(value)
    idle = setTimeout(() => {
      controller.error(new Error("The reader took nothing for too long"))
      settle("cut").catch((error: unknown) => ctx.log.error("a cut export was not recorded", { id, error }))
    }, idleLimitMs)
  }
  return new ReadableStream(
    {
      pull: (controller) =>
        pull(controller).catch(async (error: unknown) => {
          ctx.log.warn("an export was cut", { id, error })
          controller.error(error)
          await settle("cut")
        }),
      cancel: () => settle("cut"),
    },
    { highWaterMark: 0 },
  )
}

/** A system's note, since it is not the member who writes it; a missed one does not matter. */
async function keepAlive(ctx: Ctx, id: string): Promise<void> {
  const clock: Ctx = { ...ctx, actor: { kind: "system", name: "system:exports", permissions: ["housekeeping"] } }
  const where = { environmentId_id: { environmentId: ctx.environment.id, id } }
  try {
    await record(clock, "housekeeping", async (tx) => ({
      result: await tx.export.update({ where, data: { aliveAt: ctx.now() }, select: { id: true } }),
    }))
  } catch (error) {
    ctx.log.warn("an export's sign of life was not written", { id, error })
  }
}
