import { expect, it } from "vitest"
import { findLinkPage } from "@/lib/link-pages/queries"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoWorld } from "@/test/belvo"

it("is as old as the last completed sweep of every link, though that left the row alone", async () => {
  const { ctx, db } = await belvoWorld()
  const environmentId = ctx.environment.id
  const age = async () => (await findLinkPage(ctx, { id: twelve.valid }))?.link.observedAt
  const read = await age()
  const add = (run: { kind?: string; state: string }, hours: number) => {
    const startedAt = new Date(ctx.now().getTime() + hours * 3_600_000)
    return db.sweepRun.create({
      data: { environmentId, cause: "schedule", createdAt: startedAt, startedAt, finishedAt: startedAt, ...run },
    })
  }

  const { startedAt } = await add({ state: "completed" }, 1)
  expect(await age()).toEqual(startedAt)
  await add({ state: "failed" }, 2)
  await add({ state: "completed", kind: "delta" }, 3)
  expect(await age()).toEqual(startedAt)

  await db.link.updateMany({ where: { id: twelve.valid }, data: { removedAt: ctx.now() } })
  expect(await age()).toEqual(read)
})
