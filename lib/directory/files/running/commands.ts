import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { eachRow } from "@/lib/directory/csv/rows/rules"
import { detectFormat } from "@/lib/directory/csv/rules"
import { carryOutImport, type Outcome } from "@/lib/directory/engine/commands"
import { columnPlaces, type FoundRow, type ImportInput } from "@/lib/directory/schema"

/** Imports a file that was received and mapped. Null where somebody ended it meanwhile; doing it twice does it once. */
export async function importFile(ctx: Ctx, { importId }: ImportInput): Promise<Outcome | null> {
  let bytes = 0
  async function* parts(): AsyncGenerator<Uint8Array> {
    let next = takePart(ctx, importId, 0)
    for (let part = 1; ; part++) {
      const body = await next
      if (!body) return
      bytes += body.byteLength
      // Fetched while this one is read; whose failure is met at the next turn, if there is one.
      next = takePart(ctx, importId, part)
      next.catch(() => {})
      yield body
    }
  }
  return carryOutImport(ctx, importId, { rows: rowsOf(ctx, importId, parts()), bytesRead: () => bytes })
}

async function* rowsOf(ctx: Ctx, importId: string, parts: AsyncGenerator<Uint8Array>): AsyncGenerator<FoundRow[]> {
  const columns = columnPlaces.parse(await columnsOf(ctx, importId))
  const first = await parts.next()
  if (first.done) return
  const chunks = (async function* () {
    yield first.value
    yield* parts
  })()
  yield* eachRow(chunks, detectFormat(first.value), columns)
}

/** Joins the transaction of the import. */
function takePart(ctx: Ctx, importId: string, part: number): Promise<Uint8Array | null> {
  const environmentId = ctx.environment.id
  return record(ctx, "directory:write", async (tx) => {
    const found = await tx.directoryFile.findFirst({ where: { environmentId, importId, part }, select: { body: true } })
    return { result: found?.body ?? null }
  })
}

function columnsOf(ctx: Ctx, importId: string): Promise<unknown> {
  const environmentId = ctx.environment.id
  return record(ctx, "directory:write", async (tx) => {
    const found = await tx.directoryImport.findFirst({
      where: { environmentId, id: importId },
      select: { columns: true },
    })
    return { result: found?.columns ?? null }
  })
}
