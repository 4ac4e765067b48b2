import { text } from "node:stream/consumers"
import fc from "fast-check"
import { expect, it } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { proposeSurvivor } from "@/lib/duplicates/rules"
import { openExport } from "@/lib/exports/commands"
import { applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { sweepPlace } from "@/test/belvo-place"

async function fileOf(ctx: Ctx, query = "", raw = false): Promise<Record<string, string>[]> {
  const { body } = await openExport(ctx, { dataset: "duplicates", query, raw })
  const [head = "", ...lines] = (await text(body)).trimEnd().split("\n")
  const names = head.split(",")
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, place) => [names[place] ?? "", value])))
}

const link = fc.record({
  institutionUserId: fc.constantFrom("-a", "b", "c", "d", "e", "f", null),
  institution: fc.constantFrom("erebor_mx_retail", "gringotts_mx_retail"),
  externalId: fc.constantFrom("usr_1", "usr_1", "usr_2", null),
  status: fc.constantFrom("valid", "invalid", "unconfirmed", "on_hold"),
  accessMode: fc.constantFrom("recurrent", "single", null),
  createdAtText: fc.constantFrom(
    ...["2026-01-01T00:00:00.000100Z", "2026-01-01T00:00:00.000900Z", "2026-01-02T00:00:00.000000Z"],
  ),
})

it("holds every link of a group once, and the survivor that the rule proposes, whatever the links are", async () => {
  const { ctx, db, member } = await sweepPlace()
  const engineer = await member("engineer")
  const links = fc.sample(link, 60).map((one) => makeLink({ ...one, createdAt: new Date(one.createdAtText) }))
  await applyLinks(ctx, { links, observedAt: new Date("2026-03-01T12:00:00Z"), cause: "live" })
  const known = new Set(links.filter((_, place) => place % 3 === 0).map(({ id }) => id))
  const importId = crypto.randomUUID()
  const entries = [...known].map((linkId, line) => ({ importId, line, externalId: `user_${line}`, linkId }))
  await db.directoryEntry.createMany({ data: entries.map((one) => ({ environmentId: ctx.environment.id, ...one })) })

  const rows = await fileOf(engineer, "", true)
  const byLogin = Map.groupBy(
    links.filter((one) => one.institutionUserId !== null),
    (one) => `${one.institution} ${one.institutionUserId}`,
  )
  const groups = [...byLogin.values()].filter((members) => members.length > 1)
  const expected = groups.flatMap((members) => {
    const { survivor } = proposeSurvivor(members.map((one) => ({ ...one, known: known.has(one.id) })))
    const shared = new Set(members.flatMap(({ externalId }) => externalId ?? [])).size > 1
    return members.map((one) => ({
      ...{ id: one.id, institution: one.institution, institution_user_id: one.institutionUserId },
      ...{ external_id: one.externalId ?? "", status: one.status },
      ...{ survivor: String(one.id === survivor.id), shared_login: String(shared) },
    }))
  })
  const asListed = (one: { id?: string }, other: { id?: string }) => ((one.id ?? "") < (other.id ?? "") ? -1 : 1)
  const shown = [
    "id",
    "institution",
    "institution_user_id",
    "external_id",
    "status",
    "survivor",
    "shared_login",
  ] as const
  const pick = (row: Record<string, unknown>) => Object.fromEntries(shown.map((name) => [name, row[name]]))
  expect(rows.map(pick).toSorted(asListed)).toEqual(expected.map(pick).toSorted(asListed))
  expect(
    Object.keys(rows[0] ?? {})
      .slice(0, 8)
      .join(", "),
  ).toBe("institution, institution_user_id, id, external_id, status, created_at, survivor, shared_login")

  const guarded = await fileOf(engineer)
  expect(new Set(guarded.map((row) => row.institution_user_id)).has("'-a")).toBe(true)
  const shared = await fileOf(engineer, "queue=shared&institution=erebor_mx_retail")
  expect(shared.length).toBe(
    rows.filter((row) => row.shared_login === "true" && row.institution === "erebor_mx_retail").length,
  )
  const broken = await fileOf(engineer, "broken=1")
  expect(broken.length).toBe(
    groups.filter((members) => members.every(({ status }) => status !== "valid")).flat().length,
  )
  const audit = await db.auditEntry.findMany({ where: { entity: "export" } })
  expect(audit.map(({ action }) => action).slice(0, 2)).toEqual(["export.started", "export.finished"])
})
