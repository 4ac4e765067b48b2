import { expect, it } from "vitest"
import type { Ctx, Member } from "@/lib/ctx"
import { holds, roles } from "@/lib/permissions"
import { systemActor } from "@/test/environment"
import { findDoors } from "@/test/guards/doors"
import { makePlace } from "@/test/guards/place"
import type { Row } from "@/test/guards/row"
import { table } from "@/test/guards/table"
import { attempt, prepareTrials, verdictOf } from "@/test/guards/trial"
import { testWorld } from "@/test/world"

const doors = await findDoors()
const place = await makePlace(await testWorld({ role: "admin" }))
await prepareTrials(place)

it("knows every command and query that takes a context, and whom it lets in", () => {
  const known = new Set(table.map(({ run }) => run))
  expect([...doors].filter(([run]) => !known.has(run)).map(([, name]) => name)).toEqual([])
  expect(table.filter(({ run }) => !doors.has(run))).toEqual([])
})

const cases = table.map((row) => ({ row, door: doors.get(row.run), who: row.needs?.join(" and ") ?? row.why }))

it.each(cases)("$door: $who", async ({ row }) => {
  const verdicts: Record<string, string> = {}
  const expected: Record<string, string> = {}
  let namesOwn = false
  for (const [name, actor] of Object.entries(callersOf(row))) {
    const trial = await attempt(place, row, { actor })
    verdicts[name] = verdictOf(trial)
    expected[name] = isLetIn(row, actor) ? "let in" : "refused"
    namesOwn = trial.namesOwn
  }
  expect(verdicts).toEqual(expected)
  if (namesOwn || row.elsewhere) await expectNothingElsewhere(row)
})

/** Called where it is let in, with what another environment has. */
async function expectNothingElsewhere(row: Row) {
  const actor = Object.values(callersOf(row)).findLast((one) => isLetIn(row, one))
  if (!actor) throw new Error("nobody is let in")
  const { outcome, changed, entries } = await attempt(place, row, { actor, elsewhere: true })
  expect(outcome).toMatchObject(row.elsewhere ?? { error: { code: "NOT_FOUND" } })
  expect({ changed, entries }).toEqual({ changed: [], entries: [] })
}

const isLetIn = ({ needs }: Row, actor: Ctx["actor"]): boolean => needs?.every((one) => holds(actor, one)) ?? true

/** A member of each role, one without any, and machines with nothing and with just enough where no member can have it. */
function callersOf({ needs }: Row): Record<string, Ctx["actor"]> {
  const nobody: Member = { ...place.members.viewer, role: null }
  const isForMachines = needs?.some((one) => !holds(place.members.admin, one)) ?? false
  const machines = { "a machine with nothing": systemActor([]), "a machine": systemActor(needs ?? []) }
  const people = Object.fromEntries(roles.map((role) => [role, place.members[role]]))
  return { ...people, "no role": nobody, ...(isForMachines ? machines : {}) }
}
