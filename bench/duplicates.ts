import { asEngineer } from "@/bench/engineer"
import { atMost, type Figure, p95, timed, told } from "@/bench/figure"
import { nameOf } from "@/bench/institutions"
import { watchMemory, watchOwnMemory } from "@/bench/memory"
import type { Mirror } from "@/bench/mirror"
import { addDirectory } from "@/bench/owners"
import { inTurn, listAddresses } from "@/bench/pages"
import type { Site } from "@/bench/site"
import { type Stage, smallLinks } from "@/bench/stage"
import { checkPlan } from "@/lib/duplicates/plans/checking/commands"
import { createPlan } from "@/lib/duplicates/plans/commands"
import { makePlan } from "@/lib/duplicates/plans/making/commands"
import { planSelection } from "@/lib/duplicates/plans/schema"
import { reviewExternalIds } from "@/lib/mirror/reviewing/commands"
import { withClient } from "@/scripts/with-client"

const timesLinks = 1.5
const mostSeconds = 60
const mostCheckSeconds = 10
const mostMiB = 128
const warmingPages = 400
const { signal } = new AbortController()

const pages = {
  duplicates: ["", "?queue=shared", "?broken=1", `?institution=${nameOf(0)}`],
  orphans: ["", "?reason=exact", "?status=valid", `?institution=${nameOf(0)}`],
}

/** Whose links they are, at as many links, as many rows of a directory, and three groups of duplicates for a hundred links. */
export async function measureDuplicates({ links, mirror, site, log }: Stage): Promise<Figure[]> {
  const large = await mirror(links)
  await resolveAll(await mirror(smallLinks))
  const memory = watchOwnMemory()
  const { directory, review, plan } = await resolveAll(large)
  const grown = memory.stop()
  log(`a directory of ${links} rows, and all links compared with it (${(directory.ms / 1_000).toFixed(1)} s)`)
  const counts = await countAll(large)
  return [
    ...(await measureQueues(await site(links))),
    atMost(`a plan over all of ${counts.groups} groups, ${plan.items} links to delete`, plan.seconds, mostSeconds, "s"),
    atMost("that plan looked at anew, every item of it changed", plan.changedSeconds, mostCheckSeconds, "s"),
    told("the same, nothing changed", `${plan.unchangedSeconds.toFixed(2)} s`),
    told("orphans, and link ids that Belvo has not", `${counts.orphans}, ${counts.missing}`),
    told("external ids, links looked at a second", String(Math.round(review.answer / (review.ms / 1_000)))),
    atMost(`duplicates and orphans, memory of ${links} links over that of ${smallLinks}`, grown, mostMiB, "MiB"),
  ]
}

async function resolveAll(mirror: Mirror) {
  const directory = await timed(() => addDirectory(mirror, signal))
  await withClient(mirror.url, (client) => client.query("DELETE FROM external_id_review"))
  const review = await timed(() => reviewExternalIds(mirror.ctx(["mirror:write"]), { signal }))
  return { directory, review, plan: await planAll(mirror) }
}

/** Whole pages over HTTP, in turn with those of the links list. */
async function measureQueues(over: Site): Promise<Figure[]> {
  const taken: Record<"links" | keyof typeof pages, number[]> = { links: [], duplicates: [], orphans: [] }
  // A server that has just started takes hundreds of MiB for its first pages, and keeps them.
  for (let page = 0; page < warmingPages; page++)
    await timePage(over, `links${listAddresses[page % listAddresses.length]}`)
  const memory = watchMemory(over)
  await inTurn([0, 1, 2, 3], async (turn, note) => {
    for (const address of listAddresses.slice(turn, turn + 2))
      note(taken.links, await timePage(over, `links${address}`))
    for (const page of ["duplicates", "orphans"] as const)
      note(taken[page], await timePage(over, `${page}${pages[page][turn] ?? ""}`))
  })
  const grown = memory.stop()
  return [
    ...(["duplicates", "orphans"] as const).map((page) =>
      atMost(`page of ${page} p95, over the links page's`, p95(taken[page]) / p95(taken.links), timesLinks, "×"),
    ),
    ...(["links", "duplicates", "orphans"] as const).map((page) =>
      told(`page of ${page} p95`, `${p95(taken[page]).toFixed(1)} ms`),
    ),
    atMost(`the site's memory grows by, over ${taken.links.length * 2} pages`, grown, mostMiB, "MiB"),
  ]
}

async function timePage(site: Site, page: string): Promise<number> {
  const { ms, answer } = await timed(() => site.get(`/sandbox/${page}`))
  if (!/bank\d{3}|Bank\d{3}/.test(answer)) throw new Error(`There is no row on the page /${page}`)
  return ms
}

type Planned = { items: number; seconds: number; unchangedSeconds: number; changedSeconds: number }

/** By the commands that the buttons and their job run; taken back, so that it can be done again. */
async function planAll(mirror: Mirror): Promise<Planned> {
  await withClient(mirror.url, (client) => client.query(forgetPlans))
  const engineer = await asEngineer(mirror)
  const snapshotAt = new Date().toISOString()
  const selection = planSelection.parse({ kind: "list", params: "", expectedCount: 10_000, exact: false, snapshotAt })
  const made = await timed(async () => {
    const { planId } = await createPlan(engineer, { selection })
    await makePlan(mirror.ctx(["plans:make"]), { planId }, signal)
    return planId
  })
  const planId = made.answer
  const items = await withClient(mirror.url, async (client) => {
    const { rows } = await client.query("SELECT items, state FROM duplicate_plan WHERE id = $1", [planId])
    if (rows[0]?.state !== "draft") throw new Error(`The plan is ${rows[0]?.state}`)
    return Number(rows[0].items)
  })
  const unchanged = await timed(() => checkPlan(engineer, { planId }))
  await withClient(mirror.url, (client) => client.query("UPDATE duplicate_plan_item SET not_valid = NOT not_valid"))
  const changed = await timed(() => checkPlan(engineer, { planId }))
  await withClient(mirror.url, (client) => client.query(forgetPlans))
  const [seconds, unchangedSeconds, changedSeconds] = [made.ms / 1_000, unchanged.ms / 1_000, changed.ms / 1_000]
  return { items, seconds, unchangedSeconds, changedSeconds }
}

const forgetPlans = `DELETE FROM duplicate_plan_item; DELETE FROM duplicate_plan_group; DELETE FROM duplicate_plan;
  DELETE FROM pgboss.job WHERE name = 'make-duplicate-plan'`

function countAll({ url }: Mirror) {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ groups: number; orphans: number; missing: number }>(`
      SELECT (SELECT count(*)::integer FROM duplicate_group WHERE NOT shared_login) AS groups,
        (SELECT count(*)::integer FROM orphan) AS orphans, (SELECT count(*)::integer FROM missing_link) AS missing`)
    return rows[0] ?? { groups: 0, orphans: 0, missing: 0 }
  })
}
