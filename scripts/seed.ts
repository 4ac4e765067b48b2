import { writeFile } from "node:fs/promises"
import { parseArgs } from "node:util"
import type { Ctx, CtxEnvironment } from "@/lib/ctx"
import { read } from "@/lib/db"
import { foldCounts } from "@/lib/history/commands"
import { reviewExternalIds } from "@/lib/mirror/reviewing/commands"
import { type Runtime, systemCtx } from "@/lib/runtime"
import { prepareInstallation } from "@/lib/settings/commands"
import { CommandError, runCommand } from "@/scripts/command"
import { playActs } from "@/scripts/seed/acts"
import { playDirectory } from "@/scripts/seed/directory"
import { playHistory } from "@/scripts/seed/play"
import { createRecoveryPlay } from "@/scripts/seed/recovery"
import { asRole } from "@/scripts/seed/stage"
import { createBelvoSim } from "@/simulator/belvo"
import { createWorld } from "@/simulator/worlds/create-world"

const { values } = parseArgs({
  options: {
    links: { type: "string", default: "5000" },
    /** The moment at which the play ends; the simulator that takes over is given the same. */
    present: { type: "string", default: new Date().toISOString() },
    environment: { type: "string", default: "sandbox" },
    /** The operator's own users are brought in at the end. */
    directory: { type: "boolean", default: false },
    /** Recovery is played, too; the file takes the ids of the links that customers repaired, for the simulator that takes over. */
    repaired: { type: "string" },
  },
})

/** Above this a sweep a day would take longer than anybody waits for a demo. */
const sweepDailyUpTo = 20_000

await runCommand("seed", async (runtime) => {
  await prepareInstallation(runtime)
  const environment = await findEnvironment(runtime, values.environment)
  const present = new Date(values.present)
  let clock = present
  const world = createWorld("demo", { now: clock, links: Number(values.links), played: false })
  const sim = createBelvoSim({ world, now: () => clock, key: belvoKey(runtime), limits: { enforce: false } })
  const ctx = seedCtx(runtime, environment, { now: () => clock, fetch: sim.fetch })
  if (await hasLinks(ctx)) {
    console.log("There are links already: nothing to seed")
    return
  }
  const setClock = (at: Date) => {
    clock = at
  }
  const stage = { ctx, world, present, setClock, repaired: new Set<string>() }
  const recovery = values.repaired === undefined ? null : await createRecoveryPlay(stage)
  await playHistory({
    ctx,
    world,
    setClock,
    ...(recovery ? { people: recovery.day } : {}),
    sweepEveryDays: world.size > sweepDailyUpTo ? 7 : 1,
    progress: (done, total) => {
      if (done % 10 === 0 || done === total) console.log(`${done} of ${total} days, ${world.size} links`)
    },
  })
  const agent = await asRole(ctx, "support")
  if (agent) await playActs({ ctx, agent, present, setClock })
  await recovery?.end()
  setClock(present)
  if (values.directory) await playDirectory({ ctx, world, present, setClock })
  await foldCounts(ctx, {})
  await reviewExternalIds(ctx, { signal: new AbortController().signal })
  if (values.repaired === undefined) return
  const valid = [...stage.repaired].filter((id) => world.getLink(id)?.status === "valid")
  await writeFile(values.repaired, JSON.stringify(valid))
})

async function findEnvironment({ database }: Runtime, slug: string): Promise<CtxEnvironment> {
  const row = await database.prisma.environment.findUnique({ where: { slug }, select: { id: true, slug: true } })
  if (!row) throw new CommandError(`There is no environment ${slug}`)
  return { ...row, kind: "sandbox" }
}

function belvoKey({ env }: Runtime) {
  const { secretId, secretPassword } = env.first
  if (!secretId || !secretPassword)
    throw new CommandError("Set BELVO_SECRET_ID and BELVO_SECRET_PASSWORD to the simulator's key")
  return { id: secretId, password: secretPassword }
}

function seedCtx(runtime: Runtime, environment: CtxEnvironment, world: Pick<Ctx, "now" | "fetch">): Ctx {
  const permissions = ["mirror:write", "keys:open", "housekeeping", "links:read"] as const
  const log = { ...runtime.log, info: () => undefined }
  return { ...systemCtx(runtime, environment, { name: "system:seed", permissions }), ...world, log, seeded: true }
}

function hasLinks(ctx: Ctx): Promise<boolean> {
  return read(ctx, "links:read", async (db) => (await db.link.findFirst({ select: { id: true } })) !== null)
}
