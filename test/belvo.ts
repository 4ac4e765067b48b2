import { onTestFinished } from "vitest"
import { toLink } from "@/lib/belvo/link"
import { linkSchema } from "@/lib/belvo/schema"
import type { Ctx } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import { applyLinks } from "@/lib/mirror/commands"
import type { Permission, Role } from "@/lib/permissions"
import { type BelvoSim, createBelvoSim } from "@/simulator/belvo"
import { createWorld } from "@/simulator/worlds/create-world"
import { testDatabase } from "@/test/database"
import { makeEnvironment, makeMember, simulatorKey, systemActor, testCtx } from "@/test/environment"
import { testWorld, type World } from "@/test/world"

/** A clock that only the test moves, and a Belvo with the world of twelve links that lives by it. */
export function belvoAtNoon() {
  let millis = Date.parse("2026-03-01T12:00:00Z")
  const now = (): Date => new Date(millis)
  const key = { id: simulatorKey.secretId, password: simulatorKey.secretPassword }
  const sim = createBelvoSim({ world: createWorld("twelve", { now: now() }), now, key })
  return {
    sim,
    now,
    advance(seconds: number) {
      millis += seconds * 1_000
      sim.tick()
    },
  }
}

export type BelvoWorld = Omit<World, "elsewhere"> & {
  sim: BelvoSim
  advance(seconds: number): void
  /** The clock's or a webhook's context in the same environment. */
  system(...permissions: Permission[]): Ctx
  elsewhere(): Promise<Ctx>
}

/** `testWorld` whose contexts reach a simulated Belvo, share its clock, and whose mirror holds its twelve links. */
export async function belvoWorld(role: Role = "support"): Promise<BelvoWorld> {
  const { sim, now, advance } = belvoAtNoon()
  const world = await testWorld({ role, fetch: sim.fetch })
  const at = (ctx: Ctx): Ctx => ({ ...ctx, now, seeded: true })
  const ctx = at(world.ctx)
  await mirrorAll(ctx, sim)
  advance(60)
  return {
    ctx,
    db: world.db,
    sim,
    advance,
    as: async (other) => at(await world.as(other)),
    elsewhere: async () => at(await world.elsewhere()),
    system: (...permissions) => ({ ...ctx, actor: { kind: "system", name: "system:test", permissions } }),
  }
}

/** What a sweep would have found, without its requests. */
export async function mirrorAll(ctx: Ctx, sim: BelvoSim): Promise<void> {
  const links = [...sim.world.eachLink()].map((wire) => toLink(linkSchema.parse(wire)))
  const sweeper: Ctx = { ...ctx, actor: systemActor(["mirror:write"]) }
  await applyLinks(sweeper, { links, observedAt: ctx.now(), cause: "sweep" })
}

/** The same in a database of its own, for what several do at once. */
export async function belvoDatabase() {
  const { sim, now, advance } = belvoAtNoon()
  const { url } = await testDatabase()
  const database = openDatabase(url)
  onTestFinished(() => database.close())
  const environment = await makeEnvironment(database.prisma, url)
  const more: Partial<Ctx> = { fetch: sim.fetch, now, seeded: true }
  const as = async (role: Role) =>
    testCtx(
      { database, databaseUrl: url, environment, actor: await makeMember(database.prisma, environment, role) },
      more,
    )
  await mirrorAll(await as("support"), sim)
  advance(60)
  return { sim, as, advance }
}
