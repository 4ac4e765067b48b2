import { type BudgetPriority, usable } from "@/lib/budget"
import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { webhookAddress } from "@/lib/environments/rules"
import { budgetPriorities } from "@/lib/environments/schema"

export type EnvironmentSettings = {
  slug: string
  name: string
  kind: "sandbox" | "production"
  baseUrl: string
  customerLocale: string
  sweepEveryMinutes: number
  deltaEveryMinutes: number
  deltaRequests: number
  rawWebhookDays: number
  deletionHoldHours: number
  deletionThreshold: number
  personalDays: number
  webhookAddress: string
  hasWebhookAuthorization: boolean
}

/** All environments as an administrator sets them up; nothing of a key but that there is one. */
export async function listEnvironmentSettings(ctx: Ctx): Promise<EnvironmentSettings[]> {
  const rows = await read(ctx, "environments:manage", (db) => db.environment.findMany({ orderBy: { id: "asc" } }))
  return rows.map((row) => ({
    slug: row.slug,
    name: row.name,
    kind: row.kind === "production" ? "production" : "sandbox",
    baseUrl: row.baseUrl,
    customerLocale: row.customerLocale,
    sweepEveryMinutes: row.sweepEveryMinutes,
    deltaEveryMinutes: row.deltaEveryMinutes,
    deltaRequests: row.deltaRequests,
    rawWebhookDays: row.rawWebhookDays,
    deletionHoldHours: row.deletionHoldHours,
    deletionThreshold: row.deletionThreshold,
    personalDays: row.personalDays,
    webhookAddress: webhookAddress(ctx.env.nextAuthUrl, row.slug),
    hasWebhookAuthorization: row.sealedWebhookAuthorization !== null,
  }))
}

export type HostBudget = {
  host: string
  environments: string[]
  limit: number
  used: number
  byPriority: Record<BudgetPriority, number>
}

/** What went to each Belvo host in the last 30 s, and for whom. */
export async function listBudgets(ctx: Ctx): Promise<HostBudget[]> {
  const { environments, requests } = await read(ctx, "environments:manage", async (db) => ({
    environments: await db.environment.findMany({ select: { name: true, baseUrl: true }, orderBy: { id: "asc" } }),
    requests: await db.$queryRaw<{ host: string; priority: number; count: number }[]>`
      SELECT host, priority, count(*)::integer AS count FROM belvo_request
      WHERE at > clock_timestamp() - interval '30 seconds' GROUP BY host, priority`,
  }))
  const hosts = new Set(environments.map(({ baseUrl }) => new URL(baseUrl).host))
  return [...hosts].map((host) => {
    const sent = (rank: number) => requests.find((row) => row.host === host && row.priority === rank)?.count ?? 0
    const byPriority = { member: sent(0), visitor: sent(1), webhook: sent(2), sweep: sent(3) }
    return {
      host,
      environments: environments.filter(({ baseUrl }) => new URL(baseUrl).host === host).map(({ name }) => name),
      limit: usable(ctx.env.belvoRequestsPer30s),
      used: budgetPriorities.reduce((sum, priority) => sum + byPriority[priority], 0),
      byPriority,
    }
  })
}
