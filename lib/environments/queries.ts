import { type Budget, failingSince, type Usage, usage } from "@/lib/budget"
import type { Ctx, CtxEnvironment } from "@/lib/ctx"
import { read } from "@/lib/db"
import { openWebhookAuthorization } from "@/lib/environments/keys/queries"
import { notFound } from "@/lib/errors"

export type EnvironmentForWork = CtxEnvironment & {
  sweepEveryMinutes: number
  rawWebhookDays: number
  personalDays: number
}

/** All environments, for the clock's work. */
export async function listEnvironments(ctx: Ctx): Promise<EnvironmentForWork[]> {
  const rows = await read(ctx, "housekeeping", (db) =>
    db.environment.findMany({ select: forWork, orderBy: { id: "asc" } }),
  )
  return rows.map((row) => ({ ...row, ...toCtxEnvironment(row) }))
}

/** Throws NOT_FOUND. */
export async function getEnvironment(ctx: Ctx, slug: string): Promise<EnvironmentForWork> {
  const row = await read(ctx, "housekeeping", (db) => db.environment.findUnique({ where: { slug }, select: forWork }))
  if (!row) throw notFound()
  return { ...row, ...toCtxEnvironment(row) }
}

export type WebhookDoor = {
  environment: CtxEnvironment
  /** The exact value that Belvo's webhooks carry; null where none has been set, and then none may enter. */
  authorization: string | null
}

/** Where a webhook for this slug would enter; null where there is no such environment. */
export async function getWebhookDoor(ctx: Ctx, slug: string): Promise<WebhookDoor | null> {
  const row = await read(ctx, "webhooks:receive", (db) =>
    db.environment.findUnique({
      where: { slug },
      select: { id: true, slug: true, kind: true, baseUrl: true, keyVersion: true, sealedWebhookAuthorization: true },
    }),
  )
  return row && { environment: toCtxEnvironment(row), authorization: openWebhookAuthorization(ctx, row) }
}

export type EnvironmentFacts = {
  name: string
  customerLocale: string
  sweepEveryMinutes: number
  deltaEveryMinutes: number
  rawWebhookDays: number
  deletionHoldHours: number
  deletionThreshold: number
}

/** What everybody who works in this environment may know of it. */
export async function getEnvironmentFacts(ctx: Ctx): Promise<EnvironmentFacts> {
  const row = await read(ctx, "links:read", (db) =>
    db.environment.findUnique({
      where: { id: ctx.environment.id },
      select: {
        ...{ name: true, customerLocale: true, rawWebhookDays: true },
        ...{ sweepEveryMinutes: true, deltaEveryMinutes: true },
        ...{ deletionHoldHours: true, deletionThreshold: true },
      },
    }),
  )
  if (!row) throw notFound()
  return row
}

/** Requests to this environment's Belvo in the last 30 s, by anybody. */
export async function getBudgetUsage(ctx: Ctx): Promise<Usage> {
  const row = await read(ctx, "links:read", (db) =>
    db.environment.findUnique({ where: { id: ctx.environment.id }, select: { baseUrl: true } }),
  )
  if (!row) throw notFound()
  return usage(budgetAt(ctx, row.baseUrl))
}

/** Since when this environment's Belvo has not answered; null while it does. */
export async function getBelvoOutage(ctx: Ctx): Promise<Date | null> {
  const row = await read(ctx, "links:read", (db) =>
    db.environment.findUnique({ where: { id: ctx.environment.id }, select: { baseUrl: true } }),
  )
  if (!row) throw notFound()
  return failingSince(budgetAt(ctx, row.baseUrl))
}

/** The budget belongs to the host: environments that share one share its limit. */
export const budgetAt = (ctx: Ctx, baseUrl: string): Budget => ({
  database: ctx.database,
  host: new URL(baseUrl).host,
  limit: ctx.env.belvoRequestsPer30s,
})

const forWork = {
  ...{ id: true, slug: true, kind: true },
  ...{ sweepEveryMinutes: true, rawWebhookDays: true, personalDays: true },
} as const

const toCtxEnvironment = ({ id, slug, kind }: { id: number; slug: string; kind: string }): CtxEnvironment => ({
  id,
  slug,
  kind: kind === "production" ? "production" : "sandbox",
})
