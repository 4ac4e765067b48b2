import { randomBytes } from "node:crypto"
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { installation } from "@/lib/ctx"
import { resealEnvironments } from "@/lib/environments/keys/commands"
import { listEnvironments } from "@/lib/environments/queries"
import { AppError } from "@/lib/errors"
import { rehashAddresses } from "@/lib/recovery/addresses/rekeying/commands"
import { type Runtime, systemCtx } from "@/lib/runtime"
import { CommandError, runCommand } from "@/scripts/command"
import { ownDataDir } from "@/scripts/database"

const usage = `Set ENLACE_NEW_KEY to the new key (32 bytes in base64, for example $(openssl rand -base64 32)), beside ENLACE_KEY, the present one.
Afterwards start web and worker with the new one as ENLACE_KEY.`

await runCommand("rekey", async (runtime) => {
  if (process.env.DATABASE_URL || process.env.ENLACE_KEY) await rekeyGiven(runtime)
  else await rekeyOwn(runtime)
})

async function rekeyGiven(runtime: Runtime): Promise<void> {
  const given = Buffer.from(process.env.ENLACE_NEW_KEY ?? "", "base64")
  if (given.length !== 32) throw new CommandError(usage)
  const count = await reseal(runtime, given)
  console.log(`${count} environments are sealed with ENLACE_NEW_KEY: start web and worker with it as ENLACE_KEY`)
}

/** The new key lies beside the old one before anything is sealed with it, so that no crash can lose it. */
async function rekeyOwn(runtime: Runtime): Promise<void> {
  const current = join(ownDataDir, "secrets.json")
  const next = join(ownDataDir, "secrets.next.json")
  if (!existsSync(next)) {
    const secrets = { ...JSON.parse(readFileSync(current, "utf8")), ENLACE_KEY: randomBytes(32).toString("base64") }
    writeFileSync(next, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  }
  const newKey = Buffer.from(JSON.parse(readFileSync(next, "utf8")).ENLACE_KEY, "base64")
  const count = await reseal(runtime, newKey)
  renameSync(next, current)
  console.log(`${count} environments are sealed with a new key, kept in ${current}: start web and worker anew`)
}

/** Where an earlier run was cut after it had sealed, the new key opens already and is taken up. */
async function reseal(runtime: Runtime, newKey: Buffer<ArrayBuffer>): Promise<number> {
  const renewed = { ...runtime, env: { ...runtime.env, key: newKey } }
  const count = (await resealFrom(runtime, newKey)) ?? (await resealFrom(renewed, newKey))
  if (count === null) throw new CommandError("ENLACE_KEY does not open what is stored, so nothing was changed")
  return count
}

/** Null where the runtime's key does not open what is stored. */
async function resealFrom(runtime: Runtime, newKey: Buffer): Promise<number | null> {
  const actor = { name: "system:command", permissions: ["environments:manage"] } as const
  try {
    const count = await resealEnvironments(systemCtx(runtime, installation, actor), newKey)
    await rehash(runtime, newKey)
    return count
  } catch (error) {
    if (error instanceof AppError && ["keyDoesNotOpen", "secretDoesNotOpen"].includes(error.key)) return null
    throw error
  }
}

/** Customers' addresses follow from the key: those that are open are known by the new one from now on. */
async function rehash(runtime: Runtime, newKey: Buffer): Promise<void> {
  const actor = { name: "system:command", permissions: ["housekeeping"] } as const
  for (const environment of await listEnvironments(systemCtx(runtime, installation, actor))) {
    await rehashAddresses(systemCtx(runtime, environment, actor), newKey)
  }
}
