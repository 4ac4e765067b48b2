import { createHash, randomUUID } from "node:crypto"
import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { discardFile, receiveFile, startImport } from "@/lib/directory/files/commands"
import { importFile } from "@/lib/directory/files/running/commands"
import { endDirectoryFiles } from "@/lib/directory/keeping/commands"
import { getDirectoryFacts, getImport, getRefusalsFile, listImports, previewImport } from "@/lib/directory/queries"
import type { StartImport } from "@/lib/directory/schema"
import { undoImport } from "@/lib/directory/undoing/commands"
import { dayMs } from "@/lib/time"
import { testWorld, type World } from "@/test/world"

const [one, two] = [randomUUID(), randomUUID()]
const users = `external_id,link_id\nusr_1,${one}\nusr_2,\n`

async function* inPieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 10) yield bytes.subarray(at, at + 10)
}

function fileOf(text: string) {
  const bytes = new TextEncoder().encode(text)
  const sha256 = createHash("sha256").update(bytes).digest("hex")
  return { name: "users.csv", length: bytes.length, sha256, body: inPieces(bytes) }
}

const asJob = (ctx: Ctx): Ctx => ({
  ...ctx,
  actor: { kind: "system", name: "system:job", permissions: ["directory:write", "housekeeping"] },
})
const orders = (importId: string, more: Partial<StartImport> = {}): StartImport => ({
  ...{ importId, columns: { externalId: 0, linkId: 1, header: true }, mode: "add", badRows: "stop" },
  ...more,
})

async function bringIn({ ctx }: World, text: string, more: Partial<StartImport> = {}): Promise<string> {
  const { id } = await receiveFile(ctx, fileOf(text))
  await startImport(ctx, orders(id, more))
  await importFile(asJob(ctx), { importId: id })
  return id
}

const entries = async ({ db }: World) =>
  (await db.directoryEntry.findMany({ where: { removedBy: null }, orderBy: { externalId: "asc" } })).map(
    ({ externalId, linkId }) => [externalId, linkId],
  )

describe("a file of users", () => {
  it("is kept, looked at, imported, and counted", async () => {
    const world = await testWorld()
    const { id } = await receiveFile(world.ctx, fileOf(users))
    expect(await previewImport(world.ctx, { importId: id })).toMatchObject({
      format: { encoding: "utf-8", delimiter: "," },
      rows: [
        ["external_id", "link_id"],
        ["usr_1", one],
        ["usr_2", ""],
      ],
      columns: { externalId: 0, linkId: 1, header: true },
    })
    expect(await entries(world)).toEqual([])

    await startImport(world.ctx, orders(id))
    await importFile(asJob(world.ctx), { importId: id })

    expect(await getImport(world.ctx, { importId: id })).toMatchObject({
      ...{ state: "done", rows: 2, imported: 2, refused: 0, undoable: true, bytes: users.length },
      ...{ bytesRead: users.length, sha256: fileOf(users).sha256, fileName: "users.csv" },
    })
    expect(await getDirectoryFacts(world.ctx)).toMatchObject({ users: 2, links: 1 })
  })

  it.each([
    ["is shorter than declared", { length: users.length + 1 }],
    ["is longer than declared", { length: users.length - 1 }],
    ["has another hash", { sha256: "0".repeat(64) }],
  ])("leaves nothing behind where it %s", async (_, wrong) => {
    const world = await testWorld()

    const received = receiveFile(world.ctx, { ...fileOf(users), ...wrong })

    await expect(received).rejects.toMatchObject({ code: "INVALID", key: "directoryFileIncomplete" })
    expect(await world.db.directoryFile.count()).toBe(0)
    expect(await listImports(world.ctx, { after: null })).toEqual({ rows: [], older: null })
  })

  it("is refused while five others wait, and one of them can be thrown away", async () => {
    const world = await testWorld()
    const ids: string[] = []
    for (let at = 0; at < 5; at++) ids.push((await receiveFile(world.ctx, fileOf(`${users}usr_${at},\n`))).id)

    await expect(receiveFile(world.ctx, fileOf(users))).rejects.toMatchObject({ key: "directoryFilesWait" })
    await discardFile(world.ctx, { importId: ids[0] ?? "" })
    await receiveFile(world.ctx, fileOf(users))
    expect(await world.db.directoryFile.count({ where: { importId: ids[0] ?? "" } })).toBe(0)
  })

  it("is imported once, however often it is asked for", async () => {
    const world = await testWorld()
    const { id } = await receiveFile(world.ctx, fileOf(users))
    await startImport(world.ctx, orders(id))

    await expect(startImport(world.ctx, orders(id))).rejects.toMatchObject({ key: "directoryImportUnderway" })
    await importFile(asJob(world.ctx), { importId: id })
    expect(await importFile(asJob(world.ctx), { importId: id })).toBeNull()
    await expect(startImport(world.ctx, orders(id))).rejects.toMatchObject({ key: "directoryImportEnded" })
    expect(await entries(world)).toHaveLength(2)
  })

  it("that was refused can be imported without its bad rows, which a file lists", async () => {
    const world = await testWorld()
    const id = await bringIn(world, `${users}usr_3,=HYPERLINK\n`)
    expect(await getImport(world.ctx, { importId: id })).toMatchObject({ state: "refused", imported: 0, refused: 1 })
    expect(await getRefusalsFile(world.ctx, { importId: id })).toBe("line,reason,value\n4,badLinkId,'=HY… (10)\n")

    await startImport(world.ctx, orders(id, { badRows: "skip" }))
    await importFile(asJob(world.ctx), { importId: id })

    expect(await getImport(world.ctx, { importId: id })).toMatchObject({ state: "done", imported: 2, refused: 1 })
  })

  it("that can't be read to its end changes nothing and says why", async () => {
    const world = await testWorld()
    const id = await bringIn(world, `${users}"usr_3,${two}\n`)

    expect(await getImport(world.ctx, { importId: id })).toMatchObject({ state: "failed", failure: "quotes" })
    expect(await entries(world)).toEqual([])
  })

  it("ends after its days, its hash stays", async () => {
    const world = await testWorld()
    const id = await bringIn(world, users)
    const later = { ...asJob(world.ctx), now: () => new Date(Date.now() + 31 * dayMs) }

    await endDirectoryFiles(later)

    expect(await world.db.directoryFile.count()).toBe(0)
    const { sha256, fileName, undoable } = await getImport(world.ctx, { importId: id })
    expect({ sha256, fileName, undoable }).toEqual({ sha256: fileOf(users).sha256, fileName: null, undoable: false })
    expect(await entries(world)).toHaveLength(2)
  })
})

describe("undoImport", () => {
  it("takes out what came in and brings back what went, newest first", async () => {
    const world = await testWorld()
    const first = await bringIn(world, users)
    const second = await bringIn(world, `external_id,link_id\nusr_2,\nusr_3,${two}\n`, { mode: "replace" })
    expect(await entries(world)).toEqual([
      ["usr_2", null],
      ["usr_3", two],
    ])

    await expect(undoImport(world.ctx, { importId: first })).rejects.toMatchObject({
      key: "directoryImportNotUndoable",
    })
    expect(await undoImport(world.ctx, { importId: second })).toEqual({ removed: 1, restored: 1 })
    expect(await entries(world)).toEqual([
      ["usr_1", one],
      ["usr_2", null],
    ])
    await expect(undoImport(world.ctx, { importId: second })).rejects.toMatchObject({ code: "CONFLICT" })
    await undoImport(world.ctx, { importId: first })
    expect(await entries(world)).toEqual([])
    const { rows } = await listImports(world.ctx, { after: null })
    expect(rows.map(({ id, state }) => [id, state])).toEqual([
      [second, "undone"],
      [first, "undone"],
    ])
    expect((await listImports(world.ctx, { after: second })).rows.map(({ id }) => id)).toEqual([first])
    expect(await getDirectoryFacts(world.ctx)).toMatchObject({ users: 0, links: 0 })
  })

  it("passes over imports that changed nothing", async () => {
    const world = await testWorld()
    const first = await bringIn(world, users)
    const second = await bringIn(world, users)

    expect(await getImport(world.ctx, { importId: second })).toMatchObject({
      imported: 0,
      unchanged: 2,
      undoable: false,
    })
    expect(await undoImport(world.ctx, { importId: first })).toEqual({ removed: 2, restored: 0 })
  })

  it("keeps counts in the audit, and nobody's ids", async () => {
    const world = await testWorld()
    const importId = await bringIn(world, users)
    await undoImport(world.ctx, { importId })

    const kept = await world.db.auditEntry.findMany({ where: { entityId: importId }, orderBy: { seq: "asc" } })
    expect(kept.map(({ action }) => action)).toEqual([
      ...["directory.file_received", "directory.import_requested", "directory.imported", "directory.import_undone"],
    ])
    expect(kept.map(({ body }) => body).join()).not.toMatch(/usr_|users\.csv/)
  })
})
