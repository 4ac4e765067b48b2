import { randomUUID } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { importRows } from "@/lib/directory/importing/commands"
import type { FoundRow } from "@/lib/directory/schema"
import { testWorld, type World } from "@/test/world"

const system = { permissions: ["directory:write"] } as const
const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()]

async function* found(...pairs: [externalId: string | null, linkId: string | null][]): AsyncGenerator<FoundRow[]> {
  for (const [place, [externalId, linkId]] of pairs.entries()) yield [{ line: place + 2, externalId, linkId }]
}

const wanted = { source: "command", mode: "add", badRows: "skip" } as const

const entries = async ({ db }: World) =>
  (
    await db.directoryEntry.findMany({
      where: { removedBy: null },
      orderBy: [{ externalId: "asc" }, { linkId: "asc" }],
    })
  ).map(({ externalId, linkId }) => [externalId, linkId])

describe("importRows", () => {
  it("knows users with links, with several, and with none", async () => {
    const world = await testWorld(system)
    const rows = found(["usr_1", one], ["usr_1", two.toUpperCase()], ["usr_2", null], ["usr_3", ""])

    const outcome = await importRows(world.ctx, { ...wanted, feed: { rows } })

    expect(outcome).toMatchObject({ state: "done", rows: 4, imported: 4, unchanged: 0, refused: 0 })
    expect(await entries(world)).toEqual([
      ...[one, two].toSorted().map((link) => ["usr_1", link]),
      ["usr_2", null],
      ["usr_3", null],
    ])
    expect(await world.db.directoryTotal.findFirst()).toMatchObject({ users: 3, links: 2 })
  })

  it("changes nothing the second time, nor by a row that stands there twice", async () => {
    const world = await testWorld(system)
    const rows = () => found(["usr_1", one], ["usr_1", one], ["usr_2", null], ["usr_2", null])

    const first = await importRows(world.ctx, { ...wanted, feed: { rows: rows() } })
    const second = await importRows(world.ctx, { ...wanted, mode: "replace", feed: { rows: rows() } })

    expect(first).toMatchObject({ rows: 4, imported: 2, unchanged: 2 })
    expect(second).toMatchObject({ rows: 4, imported: 0, unchanged: 4, removed: 0 })
  })

  it("imports the good rows and lists the bad ones with line and reason, masked", async () => {
    const world = await testWorld(system)
    const rows = found(["usr_1", one], [null, two], ["maria.guadalupe", "4711"], ["x".repeat(257), null])

    const outcome = await importRows(world.ctx, { ...wanted, feed: { rows } })

    expect(outcome).toMatchObject({ state: "done", rows: 4, imported: 1, refused: 3 })
    const refusals = await world.db.directoryRefusal.findMany({ orderBy: { line: "asc" } })
    expect(refusals.map(({ line, reason, value }) => [line, reason, value])).toEqual([
      [3, "noExternalId", null],
      [4, "badLinkId", "471… (4)"],
      [5, "longExternalId", "xxx… (257)"],
    ])
  })

  it("imports nothing at all where one row is bad and that is what was asked for", async () => {
    const world = await testWorld(system)
    const rows = found(["usr_1", one], ["usr_2", "none of yours"])

    const outcome = await importRows(world.ctx, { ...wanted, badRows: "stop", feed: { rows } })

    expect(outcome).toMatchObject({ state: "refused", rows: 2, imported: 0, refused: 1 })
    expect(await entries(world)).toEqual([])
    expect(await world.db.directoryRefusal.count()).toBe(1)
  })

  it("takes out what is not there any more where the rows are the whole directory", async () => {
    const world = await testWorld(system)
    await importRows(world.ctx, {
      ...wanted,
      feed: { rows: found(["usr_1", one], ["usr_1", two], ["usr_2", null]) },
    })

    const outcome = await importRows(world.ctx, {
      ...{ ...wanted, mode: "replace" },
      feed: { rows: found(["usr_1", two], ["usr_3", three]) },
    })

    expect(outcome).toMatchObject({ imported: 1, unchanged: 1, removed: 2 })
    expect(await entries(world)).toEqual([
      ["usr_1", two],
      ["usr_3", three],
    ])
  })

  it("never empties the directory by a source that gives no rows", async () => {
    const world = await testWorld(system)
    await importRows(world.ctx, { ...wanted, feed: { rows: found(["usr_1", one]) } })

    const outcome = await importRows(world.ctx, { ...wanted, mode: "replace", feed: { rows: found() } })

    expect(outcome).toMatchObject({ state: "failed", failure: "empty" })
    expect(await entries(world)).toEqual([["usr_1", one]])
  })

  it("leaves nothing of rows that break off", async () => {
    const world = await testWorld(system)
    async function* broken(): AsyncGenerator<FoundRow[]> {
      yield [{ line: 1, externalId: "usr_1", linkId: one }]
      await sleep(1)
      throw new Error("The line is dead")
    }

    const import_ = importRows(world.ctx, { ...wanted, source: "sql", feed: { rows: broken() } })

    await expect(import_).rejects.toThrow("The line is dead")
    expect(await entries(world)).toEqual([])
    expect(await world.db.directoryImport.findMany()).toMatchObject([{ state: "failed", failure: "source", rows: 1 }])
  })

  it("keeps counts in the audit, and nobody's ids", async () => {
    const world = await testWorld(system)

    const { importId } = await importRows(world.ctx, { ...wanted, feed: { rows: found(["usr_1977", one]) } })

    const [entry] = await world.db.auditEntry.findMany({ where: { entityId: importId } })
    expect(entry?.action).toBe("directory.imported")
    expect(JSON.parse(entry?.body ?? "")).toMatchObject({ after: { rows: 1, imported: 1, source: "command" } })
    expect(entry?.body).not.toContain("usr_1977")
  })

  it("refuses a second one while one is under way, and gives up one that has died", async () => {
    const world = await testWorld({ ...system, now: "2026-03-01T12:00:00Z" })
    const at = (time: string) => ({ ...world.ctx, now: () => new Date(`2026-03-01T${time}Z`) })
    await world.db.directoryImport.create({
      data: {
        ...{ environmentId: world.ctx.environment.id, source: "sql", state: "running" },
        ...{ createdAt: world.ctx.now(), aliveAt: world.ctx.now() },
      },
    })
    const again = (time: string) => importRows(at(time), { ...wanted, feed: { rows: found(["usr_1", one]) } })

    await expect(again("12:01:00")).rejects.toMatchObject({ code: "CONFLICT", key: "directoryImportUnderway" })
    expect(await again("12:03:00")).toMatchObject({ state: "done" })
    expect(await world.db.directoryImport.count({ where: { failure: "abandoned" } })).toBe(1)
  })
})
