import type { BelvoAccount } from "@/lib/belvo/accounts"
import type { Belvo } from "@/lib/belvo/client"
import { BelvoApiError, isBelvoError } from "@/lib/belvo/errors"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { plainName, plainNumber } from "@/lib/duplicates/comparing/rules"
import { type ComparedLink, type ComparisonInput, comparedLinks, readAtOnce } from "@/lib/duplicates/comparing/schema"
import { openBelvo } from "@/lib/environments/commands"
import { personal } from "@/lib/seal"

type Known = { institution: string; links: ComparedLink[] }

/** Reads the accounts of a comparison's links, some at a time; goes on where it was interrupted. Ends without a word where it is over. */
export async function compareLinks(ctx: Ctx, { comparisonId, signal }: ComparisonInput & { signal: AbortSignal }) {
  const known = await takeUp(ctx, comparisonId)
  if (!known) return
  const { institution, links } = known
  try {
    const belvo = await openBelvo(ctx, "webhook")
    for (;;) {
      signal.throwIfAborted()
      const next = links.filter(({ outcome }) => outcome === "waiting").slice(0, readAtOnce)
      if (next.length === 0) break
      const read = await readSome(belvo, next, (account) => toPrint(ctx, institution, account))
      for (const one of read)
        links.splice(
          links.findIndex(({ linkId }) => linkId === one.linkId),
          1,
          one,
        )
      await keep(ctx, comparisonId, { links })
    }
  } catch (error) {
    if (!isBelvoError(error)) throw error
    ctx.log.warn("a comparison of accounts failed", { comparisonId, error })
    return keep(ctx, comparisonId, { state: "failed", finishedAt: ctx.now() })
  }
  await keep(ctx, comparisonId, { state: "done", finishedAt: ctx.now() })
}

function takeUp(ctx: Ctx, id: string): Promise<Known | null> {
  return record<Known | null>(ctx, "duplicates:compare", async (tx) => {
    const where = { environmentId: ctx.environment.id, id, state: { in: ["queued", "running"] } }
    const { count } = await tx.duplicateComparison.updateMany({ where, data: { state: "running" } })
    const row = count > 0 ? await tx.duplicateComparison.findFirst({ where }) : null
    return { result: row && { institution: row.institution, links: comparedLinks.parse(row.links) } }
  })
}

type Print = ComparedLink["prints"][number]
type ToPrint = (account: BelvoAccount) => Print | null

/** One link that Belvo refuses does not keep the others from being read: they are then asked for one by one. */
async function readSome(belvo: Belvo, links: readonly ComparedLink[], toPrint: ToPrint): Promise<ComparedLink[]> {
  try {
    return await readTogether(belvo, links, toPrint)
  } catch (error) {
    if (!isOfOneLink(error)) throw error
    const [only, ...more] = links
    if (only && more.length === 0) return [{ ...only, outcome: "refused", code: error.belvoCode }]
    const read: ComparedLink[] = []
    for (const link of links) read.push(...(await readSome(belvo, [link], toPrint)))
    return read
  }
}

async function readTogether(belvo: Belvo, links: readonly ComparedLink[], toPrint: ToPrint): Promise<ComparedLink[]> {
  const accounts: BelvoAccount[] = []
  const fields = ["id", "link", "name", "number"]
  const pages = belvo.eachAccountPage({ linkIn: links.map(({ linkId }) => linkId), fields })
  for await (const { items } of pages) accounts.push(...items)
  const byLink = Map.groupBy(accounts, ({ linkId }) => linkId)
  return links.map((link) => {
    const own = byLink.get(link.linkId) ?? []
    const prints = own.flatMap((account) => toPrint(account) ?? [])
    const outcome = own.length === 0 ? "empty" : prints.length === 0 ? "unnumbered" : "read"
    return { ...link, outcome, prints }
  })
}

/** A wrong key, throttling and trouble on the way are errors of their own kinds. */
const isOfOneLink = (error: unknown): error is BelvoApiError =>
  error instanceof BelvoApiError && error.status >= 400 && error.status < 500

/** Never the name or the number themselves: what they hash to with this environment's own key. */
function toPrint(ctx: Ctx, institution: string, { name, number }: BelvoAccount): Print | null {
  const plain = plainNumber(number)
  if (plain === null) return null
  const hash = (value: string) => personal(ctx.env.key, ctx.environment.id, value)
  const own = `account\n${institution}\n${plain}`
  return { number: hash(own), whole: hash(`${own}\n${plainName(name)}`) }
}

type News = { state?: "done" | "failed"; finishedAt?: Date; links?: ComparedLink[] }

async function keep(ctx: Ctx, id: string, data: News): Promise<void> {
  const where = { environmentId: ctx.environment.id, id, state: "running" }
  await record(ctx, "duplicates:compare", async (tx) => {
    await tx.duplicateComparison.updateMany({ where, data })
    return { result: null }
  })
}
