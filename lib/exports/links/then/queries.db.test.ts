import { describe, expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { linksCopy } from "@/lib/exports/links/queries"
import { listAsOf } from "@/lib/history/as-of/queries"
import { recordDay } from "@/lib/history/commands"
import { linkListParams } from "@/lib/links/schema"
import { applyGone, applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import type { PrismaClient } from "@/prisma/generated/client"
import { Prisma } from "@/prisma/generated/client"
import { testWorld } from "@/test/world"

const permissions = ["mirror:write", "links:read", "housekeeping"] as const
const at = (day: number) => new Date(Date.UTC(2026, 2, day, 12))
const parse = (query: string) => linkListParams.parse(Object.fromEntries(new URLSearchParams(query)))

async function copied(ctx: Ctx, db: PrismaClient, query: string, raw = false): Promise<Record<string, unknown>[]> {
  const copy = await linksCopy(ctx, parse(query), raw)
  for (const [name, value] of Object.entries(copy.parameters)) {
    await db.$queryRaw`SELECT set_config(${`enlace.p_${name}`}, ${value}, true)`
  }
  return db.$queryRaw<Record<string, unknown>[]>(Prisma.raw(copy.query))
}

/** Twenty links of which every other breaks on the 4th, some go on the 6th, and one is called otherwise since the 7th. */
async function filled() {
  const { ctx, db } = await testWorld({ permissions, now: at(10) })
  const links = Array.from({ length: 20 }, (_, n) => {
    const createdAt = new Date(at(1).getTime() - n * 60_000)
    const externalId = n === 3 ? "=evil" : `usr_${n}`
    return makeLink({
      createdAt,
      createdAtText: createdAt.toISOString(),
      externalId,
      accessMode: n % 3 ? "recurrent" : "single",
    })
  })
  const every = (step: number, from = 0) => links.filter((_, n) => n % step === from)
  await applyLinks(ctx, { links, observedAt: at(2), cause: "live" })
  const days = ["2026-03-02", "2026-03-05"] as const
  for (const day of days)
    await record(ctx, "housekeeping", async (tx) => ({ result: await recordDay(tx, ctx.environment.id, day) }))
  await applyLinks(ctx, {
    links: every(2).map((one) => ({ ...one, status: "invalid" })),
    observedAt: at(4),
    cause: "live",
  })
  await applyGone(ctx, { ids: every(5).map(({ id }) => id), observedAt: at(6), cause: "live" })
  await applyLinks(ctx, {
    links: every(20, 7).map((one) => ({ ...one, externalId: "new" })),
    observedAt: at(7),
    cause: "live",
  })
  return { ctx, db }
}

describe("the file of a past day", () => {
  it.each([
    "asOf=2026-03-03",
    "asOf=2026-03-05&status=invalid",
    "asOf=2026-03-05&sort=createdAt&accessMode=single",
    "asOf=2026-03-06&presence=removed",
    "asOf=2026-03-06&q=usr_1&country=MX",
    "asOf=2026-03-06&externalId=usr_7",
    "asOf=2026-03-01&presence=all",
    "asOf=2026-03-05&institution=nobody_mx_retail",
  ])("holds the rows of the list in its order: %s", async (query) => {
    const { ctx, db } = await filled()
    const params = parse(query)
    if (params.asOf === null) throw new Error("no day")
    const { rows } = await listAsOf(ctx, { ...params, asOf: params.asOf })
    const file = await copied(ctx, db, query, true)
    expect(
      file.map((row) => [row.id, row.status, row.access_mode, row.external_id, row.created_at, row.status_since]),
    ).toEqual(rows.map((row) => [row.id, row.status, row.accessMode, row.externalId, row.createdAt, row.statusSince]))
    expect(file.every(({ as_of }) => as_of === params.asOf)).toBe(true)
  })

  it("begins with the names of the list of now, and leaves empty what nobody recorded", async () => {
    const { ctx, db } = await filled()
    const [then] = await copied(ctx, db, "asOf=2026-03-03&externalId=usr_4")
    const now = (await linksCopy(ctx, parse(""), false)).query
    const named = Object.keys(then ?? {})
    expect(named.slice(0, 13)).toEqual([
      ...[
        "id",
        "institution",
        "access_mode",
        "status",
        "refresh_rate",
        "created_by",
        "last_accessed_at",
        "external_id",
      ],
      ...["created_at", "institution_user_id", "credentials_storage", "stale_in", "fetch_resources"],
    ])
    for (const name of named.slice(0, 18)) expect(now).toContain(name)
    expect(then).toMatchObject({ status: "valid", last_accessed_at: null, institution_user_id: null, known: true })
    expect(then).toMatchObject({ as_of: "2026-03-03", recorded_on: "2026-03-02", external_id_changed_since: false })
  })

  it("guards what a spreadsheet would run, and says what has another name by now", async () => {
    const { ctx, db } = await filled()
    const [guarded] = await copied(ctx, db, "asOf=2026-03-03&externalId=%3Devil")
    expect(guarded).toMatchObject({ external_id: "'=evil" })
    const [renamed] = await copied(ctx, db, "asOf=2026-03-03&externalId=usr_7")
    expect(renamed).toMatchObject({ external_id: null, external_id_changed_since: true })
  })

  it("is refused for a day that is not over, because the file of now would look like it", async () => {
    const { ctx } = await filled()
    await expect(linksCopy(ctx, parse("asOf=2026-03-10"), false)).rejects.toMatchObject({ key: "asOfNotOver" })
  })
})
