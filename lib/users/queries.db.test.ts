import { randomUUID } from "node:crypto"
import { expect, it } from "vitest"
import { getUser } from "@/lib/users/queries"
import { testWorld, type World } from "@/test/world"

const now = new Date("2026-03-01T12:00:00Z")

async function addLink({ db, ctx }: Pick<World, "db" | "ctx">, more: Record<string, unknown> = {}): Promise<string> {
  const times = { createdAt: now, statusSince: now, firstSeenAt: now, observedAt: now }
  const row = { environmentId: ctx.environment.id, id: randomUUID(), institution: "erebor_mx_retail", status: "valid" }
  const { id } = await db.link.create({ data: { ...row, ...times, externalId: "usr_1", extra: {}, ...more } })
  return id
}

async function addDirectory({ db, ctx }: World, pairs: readonly (readonly [string, string | null])[]) {
  const environmentId = ctx.environment.id
  const importId = randomUUID()
  const rows = pairs.map(([externalId, linkId], line) => ({ environmentId, importId, line, externalId, linkId }))
  await db.directoryEntry.createMany({ data: rows })
  await db.directoryTotal.create({ data: { environmentId, users: 1, links: 1, countedAt: now } })
}

it("shows every link of one id, the removed ones only when asked for, worst first", async () => {
  const world = await testWorld()
  const valid = await addLink(world)
  const broken = await addLink(world, { status: "invalid", institution: "gringotts_mx_retail" })
  const gone = await addLink(world, { removedAt: now })
  await addLink(world, { externalId: "usr_2" })
  const page = await getUser(world.ctx, { externalId: "usr_1", removed: false })
  expect(page).toMatchObject({ removed: 1, cut: false, known: null, may: { live: true } })
  expect(page.links.map(({ id }) => id)).toEqual([broken, valid])
  const whole = await getUser(world.ctx, { externalId: "usr_1", removed: true })
  expect(whole.links.map(({ id }) => id)).toEqual([broken, valid, gone])
  expect(page.advice).toEqual(whole.advice)
  expect(page.advice.map(({ kind }) => kind)).toEqual(["repair", "works"])
})

it("compares with the directory: what it knows, what Belvo has not, and what is somebody else's", async () => {
  const world = await testWorld()
  const [mine, theirs] = [await addLink(world), await addLink(world, { externalId: "usr_2" })]
  const gone = await addLink(world, { removedAt: now })
  const never = randomUUID()
  await addDirectory(world, [...[mine, theirs, gone, never].map((id) => ["usr_1", id] as const), ["usr_3", null]])
  const page = await getUser(world.ctx, { externalId: "usr_1", removed: true })
  expect(page.known?.linkIds.toSorted()).toEqual([mine, theirs, gone, never].toSorted())
  expect(page.known).toMatchObject({ known: true, elsewhere: [theirs] })
  expect(page.known?.missing.toSorted()).toEqual([gone, never].toSorted())
  expect(page.links.map(({ id, known }) => [id, known])).toEqual([
    [mine, true],
    [gone, true],
  ])
  expect(await getUser(world.ctx, { externalId: "usr_3", removed: false })).toMatchObject({
    ...{ links: [], known: { known: true, linkIds: [], missing: [] }, advice: [{ kind: "free" }] },
  })
  expect((await getUser(world.ctx, { externalId: "usr_9", removed: false })).advice[0]?.kind).toBe("notInDirectory")
})

it("tells a login that is connected under other ids, at the same institution only", async () => {
  const world = await testWorld()
  const login = { institutionUserId: "the-same" }
  await addLink(world, login)
  await addLink(world, { ...login, externalId: "usr_2" })
  await addLink(world, { ...login, externalId: null })
  await addLink(world, { ...login, externalId: "usr_2", institution: "gringotts_mx_retail" })
  await addLink(world, { ...login, externalId: "usr_3", removedAt: now })
  const { advice } = await getUser(world.ctx, { externalId: "usr_1", removed: false })
  expect(advice[0]).toEqual({ kind: "shared", institution: "erebor_mx_retail", count: 2 })
})

it("knows nothing of other environments, and lets a viewer read but not ask Belvo", async () => {
  const world = await testWorld()
  await addLink(world)
  expect((await getUser(await world.elsewhere(), { externalId: "usr_1", removed: true })).links).toEqual([])
  expect((await getUser(await world.as("viewer"), { externalId: "usr_1", removed: true })).may.live).toBe(false)
})
