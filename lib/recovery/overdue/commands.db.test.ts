import { expect, it } from "vitest"
import { openSession } from "@/lib/recovery/commands"
import { settleOverdue } from "@/lib/recovery/overdue/commands"
import { settleOverdueJob } from "@/lib/recovery/overdue/jobs"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoWorld } from "@/test/belvo"

const { signal } = new AbortController()

it("settles what Belvo could not be asked about an hour after its time, of either mode, and asks Belvo nothing", async () => {
  const { ctx, db, sim, system, advance } = await belvoWorld()
  const worker = system(...settleOverdueJob.permissions)
  const opened = await openSession(ctx, { linkId: twelve.invalid })
  if (opened.kind !== "opened") throw new Error(opened.kind)
  await db.repairSession.create({
    data: {
      ...{ environmentId: ctx.environment.id, mode: "create", state: "open", externalId: "usr_new" },
      ...{ openedAt: ctx.now(), expiresAt: new Date(ctx.now().getTime() + 600_000), tokenHash: new Uint8Array(32) },
      ...(ctx.actor.kind === "member" ? { openedBy: ctx.actor.id } : {}),
    },
  })
  sim.clearRequests()
  advance(600 + 3_599)
  expect(await settleOverdue(worker, { signal })).toBe(0)
  advance(1)
  expect(await settleOverdue(worker, { signal })).toBe(2)
  expect((await db.repairSession.findMany()).map(({ state }) => state)).toEqual(["expired", "expired"])
  expect(sim.requests).toEqual([])
  expect(await settleOverdue(worker, { signal })).toBe(0)
})
