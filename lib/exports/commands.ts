import { createHash, randomUUID } from "node:crypto"
import type { Readable } from "node:stream"
import { auditListParams } from "@/lib/audit/schema"
import type { AuditEntry } from "@/lib/audit-chain"
import { batchFileParams } from "@/lib/batches/items/schema"
import type { Ctx } from "@/lib/ctx"
import { type Ask, record, stream, type Tx, write } from "@/lib/db"
import { remapParams } from "@/lib/duplicates/plans/schema"
import { duplicateFileParams } from "@/lib/duplicates/schema"
import { AppError, conflict } from "@/lib/errors"
import { auditCopy } from "@/lib/exports/audit/queries"
import { batchCopy } from "@/lib/exports/batches/queries"
import { campaignCopy } from "@/lib/exports/campaigns/queries"
import { duplicatesCopy } from "@/lib/exports/duplicates/queries"
import { linksCopy } from "@/lib/exports/links/queries"
import { adoptionsCopy, missingCopy, orphansCopy } from "@/lib/exports/orphans/queries"
import { remapCopy } from "@/lib/exports/plans/queries"
import { aliveEveryMs, deadAfterMs, fileNameOf, idleLimitMs, keptQuery, mostAtOnce } from "@/lib/exports/rules"
import type { Dataset, ExportCopy, ExportRequest } from "@/lib/exports/schema"
import { trendsCopy } from "@/lib/exports/trends/queries"
import { trendParams } from "@/lib/history/trends/schema"
import { linkListParams } from "@/lib/links/schema"
import { adoptionFileParams, missingListParams, orphanListParams } from "@/lib/orphans/schema"
import type { RawParams } from "@/lib/page"
import type { Permission } from "@/lib/permissions"
import { noteDownload } from "@/lib/recovery/campaigns/moving/commands"
import { campaignFileParams } from "@/lib/recovery/campaigns/schema"
import { personal } from "@/lib/seal"

export type OpenedExport = {
  fileName: string
  body: ReadableStream<Uint8Array>
  /** The audit chain (of a file of entries, its own) as it stood when the file began: its length and last hash. */
  auditHead: string
}

/**
 * Starts a file: what is asked for is on record before its first byte, what came of it after its last. Throws CONFLICT where this
 * member has one under way, TOO_MANY where the installation has four. Errors, and `signal`, cut the body; it never ends as if whole.
 */
export async function openExport(
  ctx: Ctx,
  request: ExportRequest,
  { signal }: { signal?: AbortSignal } = {},
): Promise<OpenedExport> {
  const copy = await copyOf(ctx, request)
  const begin = (ask: Ask) => startExport(ctx, request, ask)
  const { begun, body, rows } = await stream(ctx, permissionOf(request), { ...copy, begin })
  const source = copy.through?.(body) ?? body
  return { ...begun, body: metered({ ctx, request, id: begun.id, source, rows, signal }) }
}

const copies: Record<Dataset, (ctx: Ctx, params: RawParams, raw: boolean) => ExportCopy | Promise<ExportCopy>> = {
  links: (ctx, params, raw) => linksCopy(ctx, linkListParams.parse(params), raw),
  duplicates: (ctx, params, raw) => duplicatesCopy(ctx, duplicateFileParams.parse(params), raw),
  audit: (ctx, params) => auditCopy(ctx, auditListParams.parse(params)),
  trends: (ctx, params) => trendsCopy(ctx, trendParams.parse(params)),
  orphans: (ctx, params, raw) => orphansCopy(ctx, orphanListParams.parse(params), raw),
  missing: (ctx, params, raw) => missingCopy(ctx, missingListParams.parse(params), raw),
  adoptions: (ctx, params) => adoptionsCopy(ctx, adoptionFileParams.parse(params)),
  remap: (ctx, params) => remapCopy(ctx, remapParams.parse(params)),
  campaign: (ctx, params) => campaignCopy(ctx, campaignFileParams.parse(params)),
  batch: (ctx, params) => batchCopy(ctx, batchFileParams.parse(params)),
}

const copyOf = (ctx: Ctx, { dataset, query, raw }: ExportRequest) =>
  copies[dataset](ctx, Object.fromEntries(new URLSearchParams(query)), raw)

function permissionOf({ dataset, raw }: ExportRequest): Permission {
  if (dataset === "audit") return "audit:read"
  return raw ? "exports:machine" : "exports:create"
}

type Started = { id: string; fileName: string; auditHead: string }

async function startExport(ctx: Ctx, request: ExportRequest, ask: Ask): Promise<Started> {
  const { actor, environment } = ctx
  if (actor.kind !== "member") throw conflict("exportByPeople")
  await takePlace(actor.id, ask)
  const query = keptQuery(request, (value) => personal(ctx.env.key, environment.id, value))
  const kept = { ...request, query }
  return write(ctx, permissionOf(request), async (tx) => {
    const startedAt = ctx.now()
    await tx.export.updateMany({
      where: { state: "running", aliveAt: { lt: new Date(startedAt.getTime() - deadAfterMs) } },
      data: { state: "cut", finishedAt: startedAt },
    })
    const head = await tx.auditHead.findUnique({ where: { environmentId: chainOf(ctx, request) } })
    const id = randomUUID()
    const fileName = fileNameOf(request, { environment: environment.slug, startedAt, id })
    await tx.export.create({
      data: {
        ...{ environmentId: environment.id, id, ...kept, memberId: actor.id, fileName, state: "running" },
        ...{ startedAt, aliveAt: startedAt, auditSeq: head?.count ?? null, auditHash: head?.hash ?? null },
      },
    })
    const auditHead = head ? `${head.count}:${Buffer.from(head.hash).toString("hex")}` : "0:"
    const started = {
      action: "export.started",
      entity: "export",
      entityId: id,
      after: { ...kept, fileName, auditHead },
    }
    return { result: { id, fileName, auditHead }, audit: [started, ...(await noteFile(tx, ctx, request))] }
  })
}

/** What else a file means to those whom it is about. */
async function noteFile(tx: Tx, ctx: Ctx, { dataset, query }: ExportRequest): Promise<AuditEntry[]> {
  if (dataset !== "campaign") return []
  return noteDownload(tx, ctx, campaignFileParams.parse(Object.fromEntries(new URLSearchParams(query))))
}

/** The chain whose head a file carries: the one that it holds entries of, or else its environment's. */
function chainOf({ environment }: Ctx, { dataset, query }: ExportRequest): number {
  if (dataset !== "audit") return environment.id
  const { chain } = auditListParams.parse(Object.fromEntries(new URLSearchParams(query)))
  return chain === "installation" ? 0 : environment.id
}

/** One file a member, four an installation: locks of the connection that the file comes from, so they end with it, whatever ends it. */
async function takePlace(memberId: string, ask: Ask): Promise<void> {
  const [own] = await ask("SELECT pg_try_advisory_xact_lock(hashtext('enlace.export.member'), hashtext($1)) AS taken", [
    memberId,
  ])
  if (!own?.taken) throw conflict("exportUnderway")
  const [place] = await ask(
    "SELECT n FROM generate_series(1, $1::integer) AS n WHERE pg_try_advisory_xact_lock(hashtext('enlace.export.place'), n) LIMIT 1",
    [mostAtOnce],
  )
  if (!place) throw new AppError("TOO_MANY", "exportsBusy", { values: { most: mostAtOnce } })
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

type Metered = {
  ctx: Ctx
  request: ExportRequest
  id: string
  source: Readable
  rows: () => number
  signal: AbortSignal | undefined
}

/** The bytes as they are taken, counted and hashed. It settles the export when they end, or when the reader leaves, idles or never comes. */
function metered({ ctx, request, id, source, rows, signal }: Metered): ReadableStream<Uint8Array> {
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
