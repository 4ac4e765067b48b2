import type pg from "pg"
import { timed } from "@/bench/figure"
import type { Mirror } from "@/bench/mirror"
import { openPlain, openRecorder, type Statement } from "@/bench/recorder"
import type { Ctx } from "@/lib/ctx"

export type Asked = { name: string; ask: (ctx: Ctx) => Promise<unknown> }
/** Milliseconds of each round. */
export type Compared = { name: string; product: number[]; plain: number[] }

/** Each question by the product's read handle and, in turn, the statements that it sends by one connection of `pg`. */
export async function compareWithPlain(mirror: Mirror, asked: readonly Asked[], rounds: number): Promise<Compared[]> {
  const known = await statementsOf(mirror, asked)
  const ctx = mirror.ctx(["links:read"])
  const plain = await openPlain(mirror)
  const compared = asked.map(({ name }): Compared => ({ name, product: [], plain: [] }))
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const [at, { ask }] of asked.entries()) {
        const byProduct = await timed(() => ask(ctx))
        const byPlain = await timed(() => runAll(plain, known[at] ?? []))
        // The first round warms both.
        if (round === 0) continue
        compared[at]?.product.push(byProduct.ms)
        compared[at]?.plain.push(byPlain.ms)
      }
    }
  } finally {
    await plain.end()
  }
  return compared
}

async function statementsOf(mirror: Mirror, asked: readonly Asked[]): Promise<Statement[][]> {
  const recorder = openRecorder(mirror)
  try {
    const found: Statement[][] = []
    for (const { ask } of asked) found.push((await recorder.record(() => ask(recorder.ctx))).statements)
    return found
  } finally {
    await recorder.close()
  }
}

async function runAll(plain: pg.Client, statements: readonly Statement[]): Promise<void> {
  for (const { text, values } of statements) await plain.query(text, values)
}
