import { expect, it } from "vitest"
import { keepGroups } from "@/lib/duplicates/commands"
import { checkPlan } from "@/lib/duplicates/plans/checking/commands"
import { createPlan } from "@/lib/duplicates/plans/commands"
import { listGroups } from "@/lib/duplicates/queries"
import { duplicateListParams } from "@/lib/duplicates/schema"
import { applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import { findEvidence, findOrphansOf, findUnknown } from "@/lib/orphans/evidence/queries"
import { Prisma } from "@/prisma/generated/client"
import { systemActor } from "@/test/environment"
import { testWorld, type World } from "@/test/world"

const institution = "erebor_mx_retail"
const people = ["one", "two", "three"].map((institutionUserId) => ({ institution, institutionUserId }))

/** Links of one institution in a table that nobody has analysed, two of each of these people. */
async function world(): Promise<World> {
  const made = await testWorld({ now: "2026-03-01T12:00:00Z" })
  const { ctx, db } = made
  await db.$executeRaw`
    INSERT INTO link (environment_id, id, institution, status, created_at, status_since, first_seen_at, observed_at, institution_user_id)
    SELECT ${ctx.environment.id}, gen_random_uuid(), ${institution}, 'valid', now(), now(), now(), now(), 'other ' || n
    FROM generate_series(1, 2000) AS n`
  const mirror = { ...ctx, actor: systemActor(["mirror:write"]) }
  const links = people.flatMap((person) => [makeLink(person), makeLink(person)])
  await applyLinks(mirror, { links, observedAt: ctx.now(), cause: "sweep" })
  return made
}

/** The indices of `link` that work looked into. Within one transaction they are counted as it goes. */
async function lookedInto({ db }: World, work: () => Promise<unknown>): Promise<string[]> {
  const count = () => db.$queryRaw<{ name: string; scans: number }[]>`
    SELECT indexrelid::regclass::text AS name, pg_stat_get_xact_numscans(indexrelid)::integer AS scans
    FROM pg_index WHERE indrelid = 'link'::regclass ORDER BY 1`
  const before = await count()
  await work()
  return (await count()).filter(({ scans }, place) => scans !== before[place]?.scans).map(({ name }) => name)
}

it("are found by the login, whatever is asked of them, where PostgreSQL knows nothing of the table", async () => {
  const here = await world()
  const { ctx, db } = here
  const environmentId = ctx.environment.id
  const params = duplicateListParams.parse({})
  const unknown = await findUnknown(db, environmentId, Prisma.sql`l.duplicate`)
  const sightings = unknown.map(({ linkId, ...link }) => {
    const after = { ...link, present: true, accessMode: null, refreshRate: null, credentialsStorage: null }
    return { linkId, before: null, after }
  })
  const byLogin = ["link_by_institution_user_id"]

  expect(unknown).toHaveLength(2 * people.length)
  expect(await lookedInto(here, () => findEvidence(db, environmentId, unknown))).toEqual(byLogin)
  expect(await lookedInto(here, () => findOrphansOf(db, environmentId, people))).toEqual(byLogin)
  expect(await lookedInto(here, () => keepGroups(db, { environmentId, at: ctx.now() }, sightings))).toEqual(byLogin)
  expect(await lookedInto(here, () => listGroups(ctx, params))).toEqual(byLogin)
  const snapshotAt = "2026-03-02T12:00:00Z"
  const selection = { kind: "list" as const, params, expectedCount: people.length, exact: true, snapshotAt }
  let planId = ""
  const make = async () => {
    planId = (await createPlan(ctx, { selection })).planId
  }
  // What they know by its id they may read by it, or all at once in a table as small as this.
  const besidesKeys = async (work: () => Promise<unknown>) =>
    (await lookedInto(here, work)).filter((name) => name !== "link_pkey")
  expect(await besidesKeys(make)).toEqual(byLogin)
  expect(await besidesKeys(() => checkPlan(ctx, { planId }))).toEqual(byLogin)
})
