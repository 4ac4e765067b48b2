import type { Ctx } from "@/lib/ctx"
import { importRows } from "@/lib/directory/importing/commands"
import type { FoundRow } from "@/lib/directory/schema"
import { judgeOrphans } from "@/lib/mirror/judging/commands"
import { minuteMs } from "@/lib/time"
import type { World } from "@/simulator/worlds/world"

export type DirectoryPlay = { ctx: Ctx; world: World; present: Date; setClock: (at: Date) => void }

/** The operator's own database is read in, as its owner would do it from a shell, and all links are compared with it. */
export async function playDirectory({ ctx, world, present, setClock }: DirectoryPlay): Promise<void> {
  setClock(new Date(present.getTime() - minuteMs))
  const asImporter: Ctx = {
    ...ctx,
    actor: { kind: "system", name: "system:directory", permissions: ["directory:write"] },
  }
  await importRows(asImporter, { source: "command", mode: "replace", badRows: "skip", feed: { rows: rowsOf(world) } })
  await judgeOrphans(ctx, { signal: new AbortController().signal })
  setClock(present)
}

const rowsAtOnce = 5_000

async function* rowsOf(world: World): AsyncGenerator<FoundRow[]> {
  let rows: FoundRow[] = []
  let line = 0
  for (const { externalId, linkId } of world.operatorUsers()) {
    line += 1
    rows.push({ line, externalId, linkId })
    if (rows.length < rowsAtOnce) continue
    yield rows
    rows = []
  }
  yield rows
}
