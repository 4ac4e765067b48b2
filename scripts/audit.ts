import { verifyAudit } from "@/lib/audit/queries"
import { installation } from "@/lib/ctx"
import { type Runtime, systemCtx } from "@/lib/runtime"
import { CommandError, runCommand } from "@/scripts/command"

const [verb] = process.argv.slice(2)

await runCommand("audit", async (runtime) => {
  if (verb !== "verify") throw new CommandError("Usage: npm run audit -- verify")
  const broken = await verifyAll(runtime)
  if (broken > 0) throw new CommandError(`${broken} of the chains do not verify`)
})

/** A line for each chain; the number of those that are broken. */
async function verifyAll(runtime: Runtime): Promise<number> {
  const environments = await runtime.database.prisma.environment.findMany({ orderBy: { id: "asc" } })
  const reader = { name: "system:audit", permissions: ["audit:read"] } as const
  const chains = [
    { label: "installation", environment: installation },
    ...environments.map(({ id, slug }) => ({ label: slug, environment: { id, slug, kind: "sandbox" as const } })),
  ]
  let broken = 0
  for (const { label, environment } of chains) {
    const chain = environment === installation ? "installation" : "environment"
    const { entries, hash, firstBroken } = await verifyAudit(systemCtx(runtime, environment, reader), { chain })
    if (firstBroken) broken += 1
    const verdict = firstBroken ? `BROKEN at entry ${firstBroken.seq} (${firstBroken.reason})` : "verified"
    console.log(`${label}: ${verdict}, ${entries} entries, head ${hash || "none"}`)
  }
  return broken
}
