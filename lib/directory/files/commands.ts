import { createHash } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import { read, record, type Tx, write } from "@/lib/db"
import { importFileJob } from "@/lib/directory/files/running/jobs"
import { refuseSecond } from "@/lib/directory/importing/commands"
import { deadAfterMs, mostWaitingFiles } from "@/lib/directory/rules"
import { type ImportInput, mostFileBytes, type StartImport } from "@/lib/directory/schema"
import { AppError, conflict, invalid, notFound } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"

export type IncomingFile = {
  name: string
  /** As the sender declared them, in bytes and in hexadecimal digits. */
  length: number
  sha256: string
  body: AsyncIterable<Uint8Array>
}

/**
 * Keeps a file as it comes, in parts; nothing of it is imported yet. What was declared, what was read and its hash must agree, or
 * nothing is kept. Throws INVALID, TOO_LARGE, and CONFLICT where too many wait to be imported.
 */
export async function receiveFile(ctx: Ctx, file: IncomingFile): Promise<{ id: string }> {
  if (file.length > mostFileBytes) throw tooLarge()
  if (file.length === 0) throw invalid("directoryFileEmpty")
  const memberId = ctx.actor.kind === "member" ? ctx.actor.id : null
  await refuseMany(ctx)
  const asKeeper: Ctx = {
    ...ctx,
    actor: { kind: "system", name: "system:directory", permissions: ["directory:write"] },
  }
  const id = await openFile(asKeeper, { ...file, memberId })
  try {
    const { bytes, sha256 } = await keepParts(asKeeper, id, file.body)
    if (bytes !== file.length || sha256.toString("hex") !== file.sha256) throw invalid("directoryFileIncomplete")
    await closeFile(ctx, id, { bytes, sha256: new Uint8Array(sha256) })
    return { id }
  } catch (error) {
    await dropFile(asKeeper, id)
    throw error
  }
}

const partBytes = 1 << 19

const tooLarge = () =>
  new AppError("TOO_LARGE", "directoryFileTooLarge", { values: { most: mostFileBytes / 1_000_000 } })

function refuseMany(ctx: Ctx): Promise<void> {
  return read(ctx, "directory:import", async (db) => {
    const environmentId = ctx.environment.id
    const alive = { gte: new Date(ctx.now().getTime() - deadAfterMs) }
    const waiting = await db.directoryImport.count({
      where: { environmentId, OR: [{ state: "received" }, { state: "receiving", aliveAt: alive }] },
    })
    if (waiting >= mostWaitingFiles) throw conflict("directoryFilesWait", { most: mostWaitingFiles })
  })
}

function openFile(ctx: Ctx, { name, memberId }: { name: string; memberId: string | null }): Promise<string> {
  return record(ctx, "directory:write", async (tx) => {
    const { id } = await tx.directoryImport.create({
      data: {
        ...{ environmentId: ctx.environment.id, source: "file", state: "receiving" },
        ...{ fileName: name, memberId, createdAt: ctx.now(), aliveAt: ctx.now() },
      },
      select: { id: true },
    })
    return { result: id }
  })
}

async function keepParts(ctx: Ctx, importId: string, body: AsyncIterable<Uint8Array>) {
  const hash = createHash("sha256")
  let [part, bytes] = [0, 0]
  for await (const piece of inParts(body)) {
    bytes += piece.byteLength
    if (bytes > mostFileBytes) throw tooLarge()
    hash.update(piece)
    await keepPart(ctx, importId, { part, body: piece, bytes })
    part += 1
  }
  return { bytes, sha256: hash.digest() }
}

type Part = { part: number; body: Uint8Array<ArrayBuffer>; bytes: number }

function keepPart(ctx: Ctx, importId: string, { part, body, bytes }: Part): Promise<void> {
  const environmentId = ctx.environment.id
  return record(ctx, "directory:write", async (tx) => {
    await tx.directoryFile.create({ data: { environmentId, importId, part, body }, select: { part: true } })
    await tx.directoryImport.updateMany({
      where: { environmentId, id: importId },
      data: { bytesRead: bytes, aliveAt: ctx.now() },
    })
    return { result: undefined }
  })
}

async function* inParts(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let waiting: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    waiting.push(chunk)
    length += chunk.byteLength
    if (length < partBytes) continue
    yield new Uint8Array(Buffer.concat(waiting))
    waiting = []
    length = 0
  }
  if (length > 0) yield new Uint8Array(Buffer.concat(waiting))
}

type Whole = { bytes: number; sha256: Uint8Array<ArrayBuffer> }

function closeFile(ctx: Ctx, id: string, { bytes, sha256 }: Whole): Promise<void> {
  return write(ctx, "directory:import", async (tx) => {
    const { count } = await tx.directoryImport.updateMany({
      where: { environmentId: ctx.environment.id, id, state: "receiving" },
      data: { state: "received", bytes, bytesRead: 0, sha256 },
    })
    if (count === 0) throw conflict("directoryImportEnded")
    const after = { bytes, sha256: Buffer.from(sha256).toString("hex") }
    return {
      result: undefined,
      audit: { action: "directory.file_received", entity: "directory_import", entityId: id, after },
    }
  })
}

async function dropFile(ctx: Ctx, importId: string): Promise<void> {
  const environmentId = ctx.environment.id
  await record(ctx, "directory:write", async (tx) => {
    await tx.directoryFile.deleteMany({ where: { environmentId, importId } })
    await tx.directoryImport.deleteMany({ where: { environmentId, id: importId } })
    return { result: undefined }
  })
}

/** Has a received file imported; one that was refused or failed may be tried again, otherwise. Throws NOT_FOUND and CONFLICT. */
export function startImport(
  ctx: Ctx,
  { importId, columns, mode, badRows }: StartImport,
): Promise<{ importId: string }> {
  const environmentId = ctx.environment.id
  return write(ctx, "directory:import", async (tx) => {
    await refuseSecond(tx, ctx)
    await expectImport(tx, environmentId, importId)
    const { count } = await tx.directoryImport.updateMany({
      where: { environmentId, id: importId, source: "file", state: { in: [...startable] }, endedAt: null },
      data: {
        ...{ state: "queued", mode, badRows, columns, failure: null, finishedAt: null, startedAt: null },
        ...{ rows: 0, imported: 0, unchanged: 0, refused: 0, removed: 0, bytesRead: 0 },
      },
    })
    if (count === 0) throw conflict("directoryImportEnded")
    await enqueue(tx, importFileJob, { importId })
    const after = { mode, badRows }
    return {
      result: { importId },
      audit: { action: "directory.import_requested", entity: "directory_import", entityId: importId, after },
    }
  })
}

const startable = ["received", "refused", "failed"] as const

async function expectImport(tx: Tx, environmentId: number, id: string): Promise<void> {
  if ((await tx.directoryImport.count({ where: { environmentId, id } })) === 0) throw notFound()
}

/** Throws a received file away; its hash stays. Throws NOT_FOUND, and CONFLICT where it is being imported. */
export function discardFile(ctx: Ctx, { importId }: ImportInput): Promise<{ importId: string }> {
  const environmentId = ctx.environment.id
  return write(ctx, "directory:import", async (tx) => {
    await expectImport(tx, environmentId, importId)
    const { count } = await tx.directoryImport.updateMany({
      where: { environmentId, id: importId, source: "file", state: { in: [...startable] } },
      data: { state: "cancelled", finishedAt: ctx.now(), endedAt: ctx.now() },
    })
    if (count === 0) throw conflict("directoryImportEnded")
    await tx.directoryFile.deleteMany({ where: { environmentId, importId } })
    await tx.directoryRefusal.deleteMany({ where: { environmentId, importId } })
    return {
      result: { importId },
      audit: { action: "directory.file_discarded", entity: "directory_import", entityId: importId },
    }
  })
}
