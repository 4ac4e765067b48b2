import { describe, expect, it } from "vitest"
import { exportListParams, listExports } from "@/lib/exports/queries"
import { toCursor } from "@/lib/page"
import { testWorld } from "@/test/world"

async function world(count: number) {
  const { ctx, db } = await testWorld({ role: "compliance" })
  const { actor, environment } = ctx
  if (actor.kind !== "member") throw new Error("no member")
  const common = { environmentId: environment.id, dataset: "links", query: "", raw: false, memberId: actor.id }
  await db.export.createMany({
    data: Array.from({ length: count }, (_, n) => ({
      ...{ ...common, fileName: `file ${n}`, state: "finished" },
      startedAt: new Date(Date.UTC(2026, 2, 1, 12, 0, Math.floor(n / 2), 123)),
    })),
  })
  return ctx
}

describe("listExports", () => {
  it("turns its pages by key, newest first, none twice", async () => {
    const ctx = await world(120)
    const names: string[] = []
    let after: string | null = ""
    while (after !== null) {
      const page = await listExports(ctx, exportListParams.parse({ after }))
      names.push(...page.rows.map(({ fileName }) => fileName))
      after = page.after
    }
    expect(names).toHaveLength(120)
    expect(new Set(names).size).toBe(120)
    expect(names.at(0)).toMatch(/11[89]$/)
    expect(names.at(-1)).toMatch(/file [01]$/)
  })

  it.each([
    ["no moment", toCursor(["yesterday", "00000000-0000-4000-8000-000000000001"])],
    ["no id", toCursor(["2026-03-01T12:00:00.000000Z", "1"])],
    ["a day that there is not", toCursor(["2026-02-30T12:00:00.000000Z", "00000000-0000-4000-8000-000000000001"])],
    ["other things", toCursor([1, null])],
    ["nothing", toCursor([])],
    ["no cursor", "%%%"],
  ])("shows the first page where `after` holds %s", async (_what, after) => {
    const ctx = await world(2)
    expect((await listExports(ctx, exportListParams.parse({ after }))).rows).toHaveLength(2)
  })
})
