import { describe, expect, it } from "vitest"
import { fromCursor } from "@/lib/page"
import { listMakers, listRecoveries } from "@/lib/recovery/list/queries"
import { type RecoveryListParams, recoveryListParams } from "@/lib/recovery/list/schema"
import type { Prisma } from "@/prisma/generated/client"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoWorld } from "@/test/belvo"

const params = (more: Partial<RecoveryListParams> = {}) => ({ ...recoveryListParams.parse({}), ...more })
const some = new Uint8Array(32)

/** An hour with one of each: what it came to is stored, the newest last. */
async function anHour() {
  const world = await belvoWorld()
  const { ctx, db } = world
  const environmentId = ctx.environment.id
  const agent = ctx.actor.kind === "member" ? ctx.actor : null
  if (!agent) throw new Error("a member")
  const at = (minutes: number) => new Date(ctx.now().getTime() - minutes * 60_000)
  const session = (ago: number, more: Partial<Prisma.RepairSessionUncheckedCreateInput>) =>
    db.repairSession.create({
      data: {
        ...{
          environmentId,
          openedBy: agent.id,
          openedAt: at(ago),
          expiresAt: at(ago - 10),
          tokenHash: some,
          state: "open",
        },
        ...{ statusBefore: "invalid", linkId: twelve.invalid },
        ...more,
      },
    })
  const address = (ago: number, more: Partial<Prisma.RepairAddressUncheckedCreateInput>) =>
    db.repairAddress.create({
      data: {
        ...{ environmentId, linkId: twelve.tokenRequired, createdBy: agent.id, createdAt: at(ago) },
        ...{ expiresAt: at(ago - 60 * 24 * 7), hash: crypto.getRandomValues(new Uint8Array(32)) },
        ...more,
      },
    })
  await session(60, { state: "healed", settledAt: at(57) })
  const { id: addressId } = await address(55, {
    lastOutcome: "failed",
    errorCode: "login_error",
    firstOpenedAt: at(50),
  })
  await session(50, { state: "failed", addressId })
  await session(45, { state: "failed", errorCode: "institution_down" })
  await session(40, { mode: "create", linkId: null, externalId: "usr_new", state: "gave_up", statusBefore: null })
  await session(35, { mode: "create", linkId: null, newLinkId: twelve.valid, state: "connected", settledAt: at(33) })
  await address(30, { createdBy: null, campaignId: crypto.randomUUID(), linkId: twelve.single })
  await address(25, { state: "revoked" })
  await address(60 * 24 * 8, { state: "expired", linkId: twelve.storageOver })
  await session(5, {})
  return { ...world, agent }
}

describe("listRecoveries", () => {
  it("is one list of sessions and addresses, the latest first; a visit is told by its address", async () => {
    const { ctx, agent } = await anHour()
    const { rows, total } = await listRecoveries(ctx, params())
    expect(rows.map(({ kind, outcome, externalId, repairMs }) => [kind, outcome, externalId, repairMs])).toEqual([
      ["update", "open", "usr_000002", null],
      ["address", "revoked", "usr_000003", null],
      ["address", "open", "usr_000005", null],
      ["create", "connected", "usr_000001", 120_000],
      ["create", "gave_up", "usr_new", null],
      ["update", "failed", "usr_000002", null],
      ["address", "open", "usr_000003", null],
      ["update", "repaired", "usr_000002", 180_000],
      ["address", "expired", "usr_000006", null],
    ])
    expect(total).toEqual({ count: 9, exact: true })
    expect(rows[6]).toMatchObject({
      lastTry: "failed",
      errorCode: "login_error",
      revocable: true,
      by: { name: agent.name },
    })
    expect(rows[2]).toMatchObject({ by: null, campaignId: expect.any(String) })
    expect(await listMakers(ctx)).toEqual([{ id: agent.id, name: agent.name }])
  })

  it.each([
    [{ kind: "create" }, ["connected", "gave_up"]],
    [{ outcome: "failed" }, ["failed", "open"]],
    [{ outcome: "open", kind: "address" }, ["open", "open"]],
    [{ outcome: "expired" }, ["expired"]],
    [{ outcome: "ended" }, ["revoked"]],
    [{ by: "campaign" }, ["open"]],
    [{ by: crypto.randomUUID() }, []],
    [{ q: "usr_new" }, ["gave_up"]],
    [{ q: "usr_000001" }, ["connected"]],
    [{ q: twelve.invalid, outcome: "failed" }, ["failed"]],
    [{ q: "nobody" }, []],
  ] as const)("finds %o", async (filter, expected) => {
    const { ctx } = await anHour()
    const { rows, total } = await listRecoveries(ctx, params(filter))
    expect(rows.map(({ outcome }) => outcome)).toEqual(expected)
    expect(total.count).toBe(expected.length)
  })

  it("turns its pages by key, forth and back, and shows nothing of another environment", async () => {
    const { ctx, db, agent, elsewhere } = await anHour()
    const environmentId = ctx.environment.id
    const long = Array.from({ length: 120 }, (_, index) => ({
      ...{ environmentId, linkId: twelve.invalid, createdBy: agent.id, state: "expired" },
      createdAt: new Date(ctx.now().getTime() - index * 1_000),
      ...{ expiresAt: ctx.now(), hash: crypto.getRandomValues(new Uint8Array(32)) },
    }))
    await db.repairAddress.createMany({ data: long })
    const seen: string[] = []
    let page = await listRecoveries(ctx, params())
    for (;;) {
      seen.push(...page.rows.map(({ id }) => id))
      if (page.after === null) break
      page = await listRecoveries(ctx, params({ after: fromCursor(page.after) ?? null }))
    }
    expect(new Set(seen).size).toBe(129)
    expect(seen).toHaveLength(129)
    const back = await listRecoveries(ctx, params({ before: fromCursor(page.before ?? "") ?? null }))
    expect(back.rows.map(({ id }) => id)).toEqual(seen.slice(50, 100))
    expect((await listRecoveries(await elsewhere(), params())).rows).toEqual([])
  })
})
