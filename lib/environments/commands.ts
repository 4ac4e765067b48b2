import { type Belvo, createBelvo } from "@/lib/belvo/client"
import { acquire, type Budget, type BudgetPriority, noteAnswer, pause, sleepUnless, usage } from "@/lib/budget"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { isAllowedBaseUrl } from "@/lib/env"
import { openKey } from "@/lib/environments/keys/queries"
import { budgetAt } from "@/lib/environments/queries"
import type { BelvoKey } from "@/lib/environments/schema"
import { conflict, notFound } from "@/lib/errors"

/**
 * Belvo's API with the key of the context's environment, within the budget; not to be used inside a transaction. Once the context's
 * signal has fired it sends nothing more, and what waited throws the signal's reason.
 */
export async function openBelvo(ctx: Ctx, priority: BudgetPriority): Promise<Belvo> {
  // People ask for people: what asks in the machines' turn is the machines' alone.
  const permission = ctx.actor.kind === "member" && priority === "member" ? "links:live" : "keys:open"
  const row = await read(ctx, permission, (db) =>
    db.environment.findUnique({
      where: { id: ctx.environment.id },
      select: { id: true, baseUrl: true, keyVersion: true, sealedKey: true },
    }),
  )
  if (!row) throw notFound()
  return connectBelvo(ctx, { baseUrl: row.baseUrl, key: openKey(ctx, row), priority })
}

/** The same with a key that is not (yet) an environment's. Throws CONFLICT where the operator does not allow the host. */
export function connectBelvo(
  ctx: Ctx,
  { baseUrl, key, priority }: { baseUrl: string; key: BelvoKey; priority: BudgetPriority },
): Belvo {
  if (!isAllowedBaseUrl(baseUrl, ctx.env.belvoAllowedHosts)) {
    throw conflict("belvoHostNotAllowed", { host: new URL(baseUrl).host })
  }
  const budget = budgetAt(ctx, baseUrl)
  const limits = ctx.seeded
    ? { acquire: async () => undefined }
    : {
        acquire: (cost: number, asked: BudgetPriority) =>
          acquire(budget, { cost, priority: asked, signal: ctx.signal }),
        throttled: ({ seconds }: { seconds: number }) => pause(budget, seconds),
        recentRequests: async () => (await usage(budget)).used,
      }
  return createBelvo({
    baseUrl: new URL(baseUrl),
    ...key,
    priority,
    ...limits,
    fetch: ctx.seeded ? ctx.fetch : watched(ctx.fetch, budget),
    now: () => ctx.now().getTime(),
    sleep: (ms) => sleepUnless(ms, ctx.signal),
    log: ctx.log,
  })
}

/** Remembers whether Belvo answers, so that every page can say when it does not. */
function watched(fetch: Ctx["fetch"], budget: Budget): Ctx["fetch"] {
  return async (input, init) => {
    const answer = await fetch(input, init).catch(async (error: unknown) => {
      await noteAnswer(budget, false)
      throw error
    })
    await noteAnswer(budget, answer.status < 500)
    return answer
  }
}
