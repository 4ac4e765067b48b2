import { randomUUID } from "node:crypto"
import { describe, expect, it, vi } from "vitest"
import { openDatabase } from "@/lib/db"
import { carryOutImport } from "@/lib/directory/engine/commands"
import { importRows } from "@/lib/directory/importing/commands"
import type { FoundRow } from "@/lib/directory/schema"
import { atEnd, testDatabase } from "@/test/database"
import { makeEnvironment, systemActor, testCtx } from "@/test/environment"

const wanted = { source: "command", mode: "add", badRows: "skip" } as const

/** Connections that see one another, as processes do. */
async function place() {
  const { url, appUrl } = await testDatabase()
  const database = openDatabase(appUrl)
  atEnd(() => database.close())
  const environment = await makeEnvironment(database.prisma, url)
  return testCtx({ database, databaseUrl: url, environment, actor: systemActor(["directory:write", "directory:read"]) })
}

/** Rows that come when they are let. */
function gated(count: number) {
  const gate = Promise.withResolvers<void>()
  async function* rows(): AsyncGenerator<FoundRow[]> {
    yield [{ line: 1, externalId: "usr_first", linkId: null }]
    await gate.promise
    for (let from = 2; from <= count; from += 1_000) {
      const most = Math.min(1_000, count - from + 1)
      yield Array.from({ length: most }, (_, at) => ({
        line: from + at,
        externalId: `usr_${from + at}`,
        linkId: randomUUID(),
      }))
    }
  }
  return { rows: rows(), open: gate.resolve }
}

const entriesOf = async ({ database, environment }: Awaited<ReturnType<typeof place>>) =>
  database.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT set_config('enlace.environment', ${String(environment.id)}, true)`
    const imports = await tx.directoryImport.findMany({ orderBy: { createdAt: "asc" } })
    return { entries: await tx.directoryEntry.count(), imports }
  })

describe("carryOutImport", () => {
  it("tells how far it is before its end, and shows nothing of it until then", async () => {
    const ctx = await place()
    const feed = gated(2_500)
    const importing = importRows(ctx, { ...wanted, feed })
    await vi.waitFor(
      async () => expect((await entriesOf(ctx)).imports).toMatchObject([{ state: "running", rows: 1 }]),
      {
        timeout: 10_000,
      },
    )
    expect((await entriesOf(ctx)).entries).toBe(0)

    feed.open()

    expect(await importing).toMatchObject({ state: "done", rows: 2_500, imported: 2_500 })
    expect(await entriesOf(ctx)).toMatchObject({ entries: 2_500, imports: [{ state: "done", rows: 2_500 }] })
  })

  it("of two at once refuses the second", async () => {
    const ctx = await place()
    const feed = gated(1)
    const first = importRows(ctx, { ...wanted, feed })
    await vi.waitFor(async () => expect((await entriesOf(ctx)).imports).toHaveLength(1), { timeout: 10_000 })

    await expect(importRows(ctx, { ...wanted, feed: gated(1) })).rejects.toMatchObject({
      key: "directoryImportUnderway",
    })
    feed.open()
    expect(await first).toMatchObject({ state: "done" })
  })

  it("is done once where two take it up, as after a worker that seemed dead", async () => {
    const ctx = await place()
    const feed = gated(500)
    const first = importRows(ctx, { ...wanted, feed })
    await vi.waitFor(async () => expect((await entriesOf(ctx)).imports).toHaveLength(1), { timeout: 10_000 })
    const [{ id } = { id: "" }] = (await entriesOf(ctx)).imports
    const again = gated(500)
    again.open()
    const second = carryOutImport(ctx, id, again)
    feed.open()

    const outcomes = await Promise.all([first, second])

    expect(outcomes.filter((outcome) => outcome?.state === "done")).toHaveLength(1)
    expect((await entriesOf(ctx)).entries).toBe(500)
  })
})
