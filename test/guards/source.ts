import { removeSource, saveSource, testSource } from "@/lib/directory/source/commands"
import { getSurroundings } from "@/lib/directory/source/connecting/queries"
import { findConnection, findSource, findSourceRow, secretKey } from "@/lib/directory/source/queries"
import { runSource } from "@/lib/directory/source/runs/commands"
import { getSourceState, listSourceRuns } from "@/lib/directory/source/runs/queries"
import type { SourceInput } from "@/lib/directory/source/schema"
import { requestSourceRun, startDueSource } from "@/lib/directory/source/starting/commands"
import { openSecret, sealSecret } from "@/lib/environments/secrets/queries"
import type { Place } from "@/test/guards/place"
import { needs, open, type Row } from "@/test/guards/row"

const input: SourceInput = {
  ...{ host: "127.0.0.1", port: 5432, database: "users", user: "reader", password: "secret", sslmode: "disable" },
  ...{ statement: "SELECT external_id, link_id FROM customer", everyHours: 0, mode: "add" },
}

async function addSource({ db, here }: Place): Promise<void> {
  const { password: _, ...row } = input
  await db.directorySource.create({ data: { ...row, environmentId: here.id, savedAt: new Date() } })
}

async function addRun({ db, here }: Place): Promise<string> {
  const run = { environmentId: here.id, state: "queued", requestedAt: new Date() }
  return (await db.directorySourceRun.create({ data: run })).id
}

export const sourceRows: readonly Row[] = [
  needs("environments:manage", saveSource, () => [input]),
  needs("environments:manage", testSource, () => [input]),
  needs("environments:manage", removeSource, async (place) => {
    await addSource(place)
    return []
  }),
  needs("directory:import", requestSourceRun, async (place) => {
    await addSource(place)
    return []
  }),
  needs(["directory:write", "directory:read"], startDueSource, () => []),
  needs(["directory:write", "directory:read"], runSource, async (place) => [{ runId: await addRun(place) }]),
  needs("directory:read", findSource, () => []),
  needs("directory:read", listSourceRuns, () => []),
  needs("directory:read", getSourceState, () => []),
  needs("directory:read", getSurroundings, () => []),
  needs("directory:read", findSourceRow, () => []),
  needs("environments:manage", findConnection, () => []),
  open("names a secret and opens none", secretKey, () => []),
  open("the sealed value is the caller's already", openSecret, ({ here }, ctx) => {
    const bound = { environmentId: here.id, name: "test", version: 1 }
    return [{ ...bound, sealed: sealSecret(ctx.env.key, bound, "secret") }]
  }),
]
