import { expect, it } from "vitest"
import { linkListParams } from "@/lib/links/schema"
import { linkWhere, linkWhereBySettings } from "@/lib/links/where/queries"
import { applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { Prisma } from "@/prisma/generated/client"
import { testWorld } from "@/test/world"

const hostile = ["a'b", 'a"b', "a\\b", "{a,b}", "a,b", "NULL", "$1", "ü\u{1f4b3}", " a", "%", "a; DROP TABLE link"]
const queries = [
  "",
  "presence=all",
  "country=MX,null&type=retail",
  "refreshRate=null,24h&accessMode=recurrent",
  "createdFrom=2026-01-01&createdTo=2026-01-31&overdue=1",
  "duplicate=yes&orphan=yes",
  "statusFrom=2026-01-01&accessedTo=2026-12-31",
  ...hostile.flatMap((value) => [
    linkListParams.query({ ...linkListParams.parse({}), externalId: [value, "nobody"] }).slice(1),
    `q=${encodeURIComponent(value)}`,
  ]),
]

it("finds the same rows whether its values travel as parameters or as settings", async () => {
  const { ctx, db } = await testWorld({ permissions: ["mirror:write", "links:read"] })
  const links = hostile.map((externalId) => makeLink({ externalId, institutionUserId: externalId }))
  await applyLinks(ctx, { links, observedAt: new Date("2026-03-01T12:00:00Z"), cause: "sweep" })
  const now = new Date("2026-03-01T12:00:00Z")
  for (const query of queries) {
    const params = linkListParams.parse(Object.fromEntries(new URLSearchParams(query)))
    const { where, parameters } = linkWhereBySettings(params, now)
    for (const [name, value] of Object.entries(parameters)) {
      await db.$queryRaw`SELECT set_config(${`enlace.p_${name}`}, ${value}, true)`
    }
    const byParameters = await db.$queryRaw<unknown[]>`SELECT id FROM link WHERE ${linkWhere(params, now)} ORDER BY id`
    const bySettings = await db.$queryRaw`SELECT id FROM link WHERE ${Prisma.raw(where)} ORDER BY id`
    expect(bySettings, query).toEqual(byParameters)
    const pasted = where.replaceAll(/current_setting\('enlace\.p_w\d+'\)/g, "")
    expect(pasted, query).toMatch(/^[A-Za-z_ ().:<>=[\]]*$/)
    if (params.externalId.length > 0) expect(byParameters, query).toHaveLength(1)
  }
})
