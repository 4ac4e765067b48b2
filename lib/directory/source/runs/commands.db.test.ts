import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { importRows } from "@/lib/directory/importing/commands"
import { removeSource, saveSource } from "@/lib/directory/source/commands"
import { runSource } from "@/lib/directory/source/runs/commands"
import { listSourceRuns } from "@/lib/directory/source/runs/queries"
import { requestSourceRun, startDueSource } from "@/lib/directory/source/starting/commands"
import { hourMs } from "@/lib/time"
import { systemActor } from "@/test/environment"
import { allowing, testSource } from "@/test/source"
import { testWorld } from "@/test/world"

const statement = "SELECT external_id, link_id FROM customer ORDER BY 1"

async function place(users?: string) {
  const world = await testWorld({ role: "admin" })
  const source = await testSource(users)
  const ctx = allowing(world.ctx, source.host)
  const machine: Ctx = { ...ctx, actor: systemActor(["directory:read", "directory:write"]) }
  const setUp = { ...source.connection, statement, everyHours: 6, mode: "replace" } as const
  await saveSource(ctx, setUp)
  const run = async (by = machine) => {
    const { runId } = await requestSourceRun(ctx)
    await runSource(by, { runId })
    return listSourceRuns(ctx)
  }
  const entries = () => world.db.directoryEntry.findMany({ where: { removedBy: null }, orderBy: { externalId: "asc" } })
  return { ...world, ctx, machine, setUp, run, entries, change: source.run }
}

describe("runSource", () => {
  it("makes the source's rows the directory, says who asked, and lists what could not be read", async () => {
    const { ctx, run, entries } = await place(
      "('usr_1', '11111111-1111-4111-8111-111111111111'), ('usr_2', NULL), ('usr_3', 'none')",
    )
    const [first] = await run()
    const name = ctx.actor.kind === "member" ? ctx.actor.name : ""
    expect(first).toMatchObject({
      ...{ state: "done", byPerson: true, requestedBy: name, superuser: false, problem: null },
      counts: { rows: 3, imported: 2, unchanged: 0, refused: 1, removed: 0 },
    })
    expect((await entries()).map(({ externalId, linkId }) => [externalId, linkId])).toEqual([
      ["usr_1", "11111111-1111-4111-8111-111111111111"],
      ["usr_2", null],
    ])
  })

  it("changes nothing by the same rows, and takes out what the source no longer gives", async () => {
    const { run, entries, change } = await place()
    await run()
    expect((await run())[0]).toMatchObject({ counts: { imported: 0, unchanged: 2, removed: 0 } })
    await change("DELETE FROM customer WHERE external_id = 'usr_1'; INSERT INTO customer VALUES ('usr_4', NULL)")
    expect((await run())[0]).toMatchObject({ counts: { imported: 1, unchanged: 1, removed: 1 } })
    expect((await entries()).map(({ externalId }) => externalId)).toEqual(["usr_2", "usr_4"])
  })

  it("keeps the directory as it was where the source breaks off, and says why", async () => {
    const { ctx, run, entries, setUp, db } = await place()
    await run()
    const before = await entries()
    const breaking = "SELECT i::text AS external_id, (1 / (i - 1500))::text AS link_id FROM generate_series(1, 3000) i"
    await saveSource(ctx, { ...setUp, password: "", statement: breaking })
    expect((await run())[0]).toMatchObject({ state: "failed", problem: "statement", detail: "22012", counts: null })
    expect(await entries()).toEqual(before)
    expect(
      await db.directoryImport.findFirst({ orderBy: { createdAt: "desc" }, where: { state: "failed" } }),
    ).toMatchObject({
      ...{ source: "sql", failure: "source" },
    })
    await saveSource(ctx, { ...setUp, password: "", statement: `${statement} LIMIT 0`.replace("ORDER BY 1 ", "") })
    expect((await run())[0]).toMatchObject({ state: "failed", problem: "empty" })
    expect(await entries()).toEqual(before)
  })

  it("says that it was refused, sealed with a lost key, or taken away, and shows the detail to administrators alone", async () => {
    const { ctx, machine, as, run, setUp } = await place()
    const strict: Ctx = { ...machine, env: { ...machine.env, directoryAllowedHosts: [] } }
    expect((await run(strict))[0]).toMatchObject({ problem: "ownServer", detail: `${setUp.host}:${setUp.port}` })
    expect((await listSourceRuns(await as("engineer")))[0]).toMatchObject({ problem: "ownServer", detail: null })
    const lost: Ctx = { ...machine, env: { ...machine.env, key: Buffer.alloc(32, 9) } }
    expect((await run(lost))[0]).toMatchObject({ problem: "keyDoesNotOpen" })
    const { runId } = await requestSourceRun(ctx)
    await removeSource(ctx)
    await runSource(machine, { runId })
    expect((await listSourceRuns(ctx))[0]).toMatchObject({ problem: "noSource" })
  })

  it("is done once however often it is tried", async () => {
    const { ctx, machine, db } = await place()
    const { runId } = await requestSourceRun(ctx)
    await runSource(machine, { runId })
    await runSource(machine, { runId })
    expect(await db.directoryImport.count()).toBe(1)
  })

  it("waits where an import is under way, and goes on afterwards", async () => {
    const { ctx, machine, db } = await place()
    const { runId } = await requestSourceRun(ctx)
    const now = ctx.now()
    const underway = await db.directoryImport.create({
      data: { environmentId: ctx.environment.id, source: "file", state: "running", createdAt: now, aliveAt: now },
    })
    await expect(runSource(machine, { runId })).rejects.toMatchObject({ key: "directoryImportUnderway" })
    expect((await listSourceRuns(ctx))[0]).toMatchObject({ state: "running" })
    await db.directoryImport.updateMany({ where: { id: underway.id }, data: { state: "done" } })
    await runSource(machine, { runId })
    expect((await listSourceRuns(ctx))[0]).toMatchObject({ state: "done" })
  })

  it("leaves other environments alone", async () => {
    const { run, db, elsewhere } = await place()
    const other = await elsewhere()
    const machine: Ctx = { ...other, actor: systemActor(["directory:write"]) }
    const rows = (async function* () {
      yield [{ line: 1, externalId: "usr_9", linkId: null }]
    })()
    await importRows(machine, { source: "sql", mode: "add", badRows: "skip", feed: { rows } })
    await run()
    await db.$queryRaw`SELECT set_config('enlace.environment', ${String(other.environment.id)}, true)`
    expect(await db.directoryEntry.findMany({ where: { removedBy: null } })).toMatchObject([{ externalId: "usr_9" }])
  })
})

describe("startDueSource", () => {
  const later = (ctx: Ctx, hours: number): Ctx => ({ ...ctx, now: () => new Date(Date.now() + hours * hourMs) })

  it("begins one at once, and the next when its hours have passed, never two at a time", async () => {
    const { ctx, machine } = await place()
    expect(await startDueSource(machine)).toBe(true)
    expect(await startDueSource(machine)).toBe(false)
    await expect(requestSourceRun(ctx)).rejects.toMatchObject({ key: "sourceRunUnderway" })
    const [queued] = await listSourceRuns(ctx)
    expect(queued).toMatchObject({ state: "queued", byPerson: false, requestedBy: null })
    await runSource(machine, { runId: queued?.id ?? "" })
    expect(await startDueSource(later(machine, 5.9))).toBe(false)
    expect(await startDueSource(later(machine, 6))).toBe(true)
  })

  it("gives up a run that no worker has ended, so that it stands in nobody's way", async () => {
    const { ctx, machine } = await place()
    await requestSourceRun(ctx)
    expect(await startDueSource(later(machine, 4))).toBe(false)
    expect(await listSourceRuns(ctx)).toMatchObject([{ state: "failed", problem: "abandoned" }])
    expect(await startDueSource(later(machine, 6))).toBe(true)
  })

  it("begins none by itself where the source is read by hand alone, or there is none", async () => {
    const { ctx, machine, setUp } = await place()
    await saveSource(ctx, { ...setUp, everyHours: 0 })
    expect(await startDueSource(machine)).toBe(false)
    await removeSource(ctx)
    expect(await startDueSource(machine)).toBe(false)
    await expect(requestSourceRun(ctx)).rejects.toMatchObject({ code: "NOT_FOUND" })
  })
})
