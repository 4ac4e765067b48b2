import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { judgeOrphans } from "@/lib/mirror/judging/commands"
import { exportAdoptions } from "@/lib/orphans/adoptions/commands"
import { countBulk, startBulk, undoBulk } from "@/lib/orphans/bulk/commands"
import { getBulkProgress } from "@/lib/orphans/bulk/progress/queries"
import { findBulk, listBulk, listLeftOut } from "@/lib/orphans/bulk/queries"
import { runBulk } from "@/lib/orphans/bulk/running/commands"
import { bulkListParams, type StartBulk } from "@/lib/orphans/bulk/schema"
import { ignoreOrphans, markAsked } from "@/lib/orphans/deciding/commands"
import { linksAtOnce } from "@/lib/orphans/rules"
import { toCursor } from "@/lib/page"
import { systemActor } from "@/test/environment"
import { importUsers } from "@/test/users"
import { testWorld } from "@/test/world"

const now = new Date("2026-03-01T12:00:00Z")
const { signal } = new AbortController()
const as = (ctx: Ctx, permission: "mirror:write" | "orphans:decide"): Ctx => ({
  ...ctx,
  actor: systemActor([permission]),
})

/** Links of users of the directory who know no link; answers the links' ids. */
async function makeOrphans(ctx: Ctx, count: number, status = "valid"): Promise<string[]> {
  const links = Array.from({ length: count }, (_, place) =>
    makeLink({ externalId: `${status}_${place}`, status, institutionUserId: null }),
  )
  const mirror = as(ctx, "mirror:write")
  await applyLinks(mirror, { links, observedAt: now, cause: "live" })
  await importUsers(
    ctx,
    links.map(({ externalId }) => [externalId ?? "", null] as const),
  )
  await judgeOrphans(mirror, { signal })
  return links.map(({ id }) => id)
}

async function start(ctx: Ctx, deed: StartBulk["deed"], params = "") {
  const { count, snapshotAt } = await countBulk(ctx, { kind: deed.kind, params })
  return startBulk(ctx, { deed, params, expectedCount: count, snapshotAt })
}

const ask = { kind: "ask" } as const
const ignore = { kind: "ignore", note: "Their test accounts", until: "2026-03-09" } as const

describe("a decision about all that match", () => {
  it("adopts those that are sure, as they were counted, or none", async () => {
    const { ctx, db } = await testWorld({ now })
    await makeOrphans(ctx, 3)
    await makeOrphans(ctx, 1, "invalid")
    const counted = await countBulk(ctx, { kind: "adopt", params: "" })
    expect(counted.count).toBe(3)
    const all = { deed: { kind: "adopt" } as const, params: "", ...counted }
    await expect(startBulk(ctx, { ...all, expectedCount: 2 })).rejects.toMatchObject({ key: "orphan.selectionChanged" })
    expect([await db.orphanDecision.count(), await db.orphanBulk.count()]).toEqual([0, 0])
    expect(await startBulk(ctx, { ...all, expectedCount: 3 })).toMatchObject({ state: "done", decided: 3, links: 3 })
    expect(await db.orphanDecision.findMany()).toMatchObject(
      Array.from({ length: 3 }, () => ({
        kind: "adopt",
        basis: "exact",
        externalId: expect.stringMatching(/^valid_/),
      })),
    )
    expect(JSON.stringify((await db.auditEntry.findMany()).map(({ body }) => body))).not.toContain("valid_")
  })

  it("ignores with a reason that only its decisions keep, and says of each link left out why", async () => {
    const { ctx, db } = await testWorld({ now })
    const ids = await makeOrphans(ctx, linksAtOnce + 5)
    const { bulkId, state, links } = await start(ctx, ignore)
    expect([state, links]).toEqual(["running", linksAtOnce + 5])
    const [decided = "", other = ""] = ids
    await markAsked(ctx, { ids: [decided] })
    await db.orphan.deleteMany({ where: { linkId: other } })
    await runBulk(as(ctx, "orphans:decide"), { bulkId }, signal)
    const done = { state: "done", decided: linksAtOnce + 3, done: linksAtOnce + 5, links: linksAtOnce + 5 }
    expect(await findBulk(ctx, { bulkId })).toMatchObject({ ...done, undoneBy: null })
    expect(await getBulkProgress(ctx, { id: bulkId })).toMatchObject({ over: true })
    const leftOut = await listLeftOut(ctx, { bulkId, params: bulkListParams.parse({}) })
    expect(Object.fromEntries(leftOut.rows.map(({ linkId, why }) => [linkId, why]))).toEqual({
      [decided]: "decided",
      [other]: "gone",
    })
    expect((await db.orphanBulk.findFirstOrThrow({ where: { id: bulkId } })).note).toBeNull()
    expect(await db.orphanDecision.count({ where: { note: ignore.note } })).toBe(linksAtOnce + 3)
    await runBulk(as(ctx, "orphans:decide"), { bulkId }, signal)
    expect(await db.orphanDecision.count()).toBe(linksAtOnce + 4)
  })

  it("means nothing that the list does not show", async () => {
    const { ctx, db } = await testWorld({ now })
    await makeOrphans(ctx, 3)
    const { snapshotAt } = await countBulk(ctx, { kind: "adopt", params: "" })
    for (const params of ["reason=none", "reason=near", "status=invalid", "state=ignored", "institution=another"]) {
      expect(await countBulk(ctx, { kind: "adopt", params }), params).toMatchObject({ count: 0 })
      const all = { deed: { kind: "adopt" } as const, params, expectedCount: 3, snapshotAt }
      await expect(startBulk(ctx, all), params).rejects.toMatchObject({ key: "orphan.selectionChanged" })
    }
    for (const params of ["state=adopted", "state=asked"]) {
      expect(await countBulk(ctx, { kind: "ask", params }), params).toMatchObject({ count: 0 })
    }
    expect(await db.orphanDecision.count()).toBe(0)
    for (const params of ["reason=exact", "status=valid", "state=all"]) {
      expect(await countBulk(ctx, { kind: "adopt", params }), params).toMatchObject({ count: 3 })
    }
  })

  it("says in the audit what came of it, at once or when its job has ended", async () => {
    const { ctx, db } = await testWorld({ now })
    const ids = await makeOrphans(ctx, linksAtOnce + 5)
    const { bulkId } = await start(ctx, ask)
    await markAsked(ctx, { ids: ids.slice(0, 1) })
    await db.orphan.deleteMany({ where: { linkId: ids[1] ?? "" } })
    await runBulk(as(ctx, "orphans:decide"), { bulkId }, signal)
    await runBulk(as(ctx, "orphans:decide"), { bulkId }, signal)
    const bodies = async (action: string) =>
      (await db.auditEntry.findMany({ where: { action } })).map(({ body }): unknown => JSON.parse(String(body)))
    const came = { links: linksAtOnce + 5, decided: linksAtOnce + 3, leftOut: { decided: 1, gone: 1 } }
    expect(await bodies("orphan.bulk_ended")).toMatchObject([{ entityId: bulkId, after: came }])

    await makeOrphans(ctx, 2, "invalid")
    await start(ctx, ask, "status=invalid")
    expect(await bodies("orphan.bulk_decided")).toMatchObject([{}, { after: { links: 2, decided: 2, leftOut: {} } }])
  })

  it("keeps of the address of a list what filters it, and nothing else that somebody may have put there", async () => {
    const { ctx, db } = await testWorld({ now })
    await makeOrphans(ctx, 1)
    const { bulkId } = await start(ctx, ask, "status=valid&q=ana@example.com&after=WzFd&reason=ana@example.com")
    expect((await db.orphanBulk.findFirstOrThrow({ where: { id: bulkId } })).params).toBe("status=valid")
    expect(JSON.stringify((await db.auditEntry.findMany()).map(({ body }) => body))).not.toContain("ana@example.com")
  })

  it("takes a mistyped cursor for none", async () => {
    const { ctx, db } = await testWorld({ now })
    const [linkId = ""] = await makeOrphans(ctx, 1)
    const { bulkId } = await start(ctx, ask)
    await db.orphanBulkItem.updateMany({ where: { linkId }, data: { outcome: "gone" } })
    for (const place of [2 ** 31, -(2 ** 31) - 1, 0.5, "1"]) {
      const params = bulkListParams.parse({ after: toCursor([place]) })
      expect((await listLeftOut(ctx, { bulkId, params })).rows).toMatchObject([{ linkId }])
    }
  })

  it("is refused where the day is over, and where nothing is meant any more", async () => {
    const { ctx } = await testWorld({ now })
    await makeOrphans(ctx, 1)
    await expect(start(ctx, { ...ignore, until: "2026-02-28" })).rejects.toMatchObject({ key: "orphan.untilOver" })
    expect((await countBulk(ctx, { kind: "undo", params: "" })).count).toBe(0)
    await start(ctx, ask)
    expect((await countBulk(ctx, { kind: "ask", params: "state=all" })).count).toBe(0)
    expect((await countBulk(ctx, { kind: "undo", params: "state=all" })).count).toBe(1)
  })
})

describe("taking one back", () => {
  it("opens again whatever still stands of it, once", async () => {
    const { ctx, db } = await testWorld({ now })
    const ids = await makeOrphans(ctx, 3)
    const { bulkId } = await start(ctx, { kind: "adopt" })
    const [theirs = ""] = ids
    const [mine] = await db.orphanDecision.findMany({ where: { linkId: theirs } })
    await db.orphanDecision.updateMany({ where: { linkId: theirs }, data: { closedAt: now, closedAs: "undone" } })
    await db.orphan.updateMany({ where: { linkId: theirs }, data: { state: "open", decisionId: null } })
    await ignoreOrphans(ctx, { ids: [theirs], note: "Ours", until: "2026-03-09" })

    const undo = await undoBulk(ctx, { bulkId })
    expect(undo).toMatchObject({ state: "done", decided: 2, links: 3 })
    expect(mine?.bulkId).toBe(bulkId)
    expect(await db.orphan.count({ where: { state: "open" } })).toBe(2)
    expect(await db.orphan.findFirst({ where: { linkId: theirs } })).toMatchObject({ state: "ignored" })
    await expect(undoBulk(ctx, { bulkId: undo.bulkId })).rejects.toMatchObject({ key: "orphan.undoneBefore" })
    const { rows } = await listBulk(ctx, bulkListParams.parse({}))
    expect(rows.find(({ id }) => id === bulkId)).toMatchObject({ undoneBy: undo.bulkId })
  })

  it("keeps what a file has taken along", async () => {
    const { ctx } = await testWorld({ now })
    await makeOrphans(ctx, 2)
    const { bulkId } = await start(ctx, { kind: "adopt" })
    await exportAdoptions(ctx)
    const undo = await undoBulk(ctx, { bulkId })
    expect(undo).toMatchObject({ decided: 0, links: 2 })
    const { rows } = await listLeftOut(ctx, { bulkId: undo.bulkId, params: bulkListParams.parse({}) })
    expect(rows.map(({ why }) => why)).toEqual(["exported", "exported"])
  })

  it("ends one that is under way and takes back what it has done", async () => {
    const { ctx, db } = await testWorld({ now })
    await makeOrphans(ctx, linksAtOnce + 5)
    const { bulkId } = await start(ctx, ask)
    const stopped = new AbortController()
    const stopping: Ctx = {
      ...as(ctx, "orphans:decide"),
      now: () => {
        stopped.abort()
        return now
      },
    }
    await expect(runBulk(stopping, { bulkId }, stopped.signal)).rejects.toThrow()
    expect(await findBulk(ctx, { bulkId })).toMatchObject({ state: "running", decided: linksAtOnce })
    expect(await undoBulk(ctx, { bulkId })).toMatchObject({ state: "done", decided: linksAtOnce })
    await runBulk(as(ctx, "orphans:decide"), { bulkId }, signal)
    expect(await findBulk(ctx, { bulkId })).toMatchObject({ state: "cancelled", decided: linksAtOnce })
    expect(await db.orphan.count({ where: { state: "open" } })).toBe(linksAtOnce + 5)
    const { rows } = await listBulk(ctx, bulkListParams.parse({}))
    expect(rows.find(({ id }) => id === bulkId)).toMatchObject({ undoState: "done", undoDecided: linksAtOnce })
  })

  it("stops one that has decided nothing yet; of one that has ended so there is nothing to take back", async () => {
    const { ctx, db } = await testWorld({ now })
    await makeOrphans(ctx, linksAtOnce + 5)
    const { bulkId } = await start(ctx, ask)
    expect(await undoBulk(ctx, { bulkId })).toMatchObject({ state: "done", decided: 0, links: 0 })
    await runBulk(as(ctx, "orphans:decide"), { bulkId }, signal)
    expect(await findBulk(ctx, { bulkId })).toMatchObject({ state: "cancelled", done: 0, links: linksAtOnce + 5 })
    expect(await db.orphanDecision.count()).toBe(0)

    const other = await start(ctx, ask)
    await db.orphan.deleteMany()
    await runBulk(as(ctx, "orphans:decide"), other, signal)
    expect(await findBulk(ctx, other)).toMatchObject({ state: "done", decided: 0 })
    await expect(undoBulk(ctx, other)).rejects.toMatchObject({ key: "orphan.nothingToUndo" })
    expect(await findBulk(ctx, other)).toMatchObject({ undoneBy: null })
  })
})
