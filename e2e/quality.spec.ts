import { expect, type Page } from "@playwright/test"
import { expectNoViolations } from "@/e2e/axe"
import { askDatabase } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"
import { campaignsInstant, weekAgo } from "@/e2e/settled"
import { memberOf } from "@/e2e/stack"
import { test } from "@/e2e/watched"
import { canonical } from "@/lib/deletions/certificate/rules"

type Visit = {
  name: string
  path: () => string | Promise<string>
  ready?: (page: Page) => Promise<void>
  stranger?: true
}

const see = (page: Page, text: string | RegExp) => expect(page.getByText(text).first()).toBeVisible()

/** Every page, in the state in which one works with it. */
const visits: readonly Visit[] = [
  { name: "sign-in", path: () => "/sign-in", stranger: true },
  { name: "an invitation that has ended", path: () => `/invitation/${"x".repeat(43)}`, stranger: true },
  { name: "overview", path: () => "/sandbox", ready: (page) => chartIn(page) },
  { name: "links", path: () => "/sandbox/links?q=usr_0012&sort=-statusSince" },
  { name: "links, selected", path: () => "/sandbox/links?overdue=1", ready: selectOne },
  { name: "links, none", path: () => "/sandbox/links?q=nobody", ready: (page) => see(page, "No link matches") },
  {
    name: "links of a past day",
    path: () => `/sandbox/links?asOf=${weekAgo()}`,
    ready: (page) => see(page, /^As it was/),
  },
  { name: "links, live", path: () => "/sandbox/links?live=1", ready: (page) => see(page, "Belvo’s own list") },
  { name: "a link", path: linkPath, ready: (page) => see(page, /^Belvo says/) },
  {
    name: "a link beside its list",
    path: () => `/sandbox/links?status=token_required&createdTo=${weekAgo()}`,
    ready: openFirst,
  },
  { name: "a link that is not there", path: () => `/sandbox/links/${crypto.randomUUID()}` },
  { name: "a user", path: userAddress, ready: (page) => see(page, "Before a new link is made") },
  {
    name: "search",
    path: () => "/sandbox/search?q=usr_nobody_at_all",
    ready: (page) => see(page, /^No link at Belvo/),
  },
  { name: "duplicates", path: () => "/sandbox/duplicates", ready: (page) => see(page, /^One customer has connected/) },
  { name: "shared logins", path: () => "/sandbox/duplicates?queue=shared&broken=1" },
  { name: "a group of duplicates", path: groupPath, ready: (page) => see(page, "Status since") },
  {
    name: "older links",
    path: () => "/sandbox/duplicates/older?institution=erebor_mx_retail",
    ready: (page) => see(page, "Compare by account"),
  },
  {
    name: "plans for duplicates",
    path: () => "/sandbox/duplicates/plans",
    ready: (page) => see(page, /^What is to become/),
  },
  { name: "a plan for duplicates", path: planPath, ready: (page) => see(page, "This plan") },
  { name: "a group that is gone", path: () => `/sandbox/duplicates/${crypto.randomUUID()}` },
  { name: "external ids", path: () => "/sandbox/external-ids", ready: (page) => see(page, "What to do") },
  { name: "external ids of one kind", path: () => "/sandbox/external-ids?kind=cpf" },
  { name: "orphans", path: () => "/sandbox/orphans?state=all" },
  { name: "ids without a link", path: () => "/sandbox/orphans/missing" },
  { name: "adoption files", path: () => "/sandbox/orphans/adoptions", ready: (page) => see(page, "The next file") },
  {
    name: "decisions about many",
    path: () => decisionPath().then(() => "/sandbox/orphans/decisions"),
    ready: (page) => see(page, "Marked as asked"),
  },
  { name: "a decision about many", path: decisionPath, ready: (page) => see(page, "It was decided already") },
  { name: "recovery", path: () => "/sandbox/recovery" },
  {
    name: "something new to be connected",
    path: () => "/sandbox/recovery/new?externalId=usr_001204",
    ready: (page) => see(page, "Before a new link is made"),
  },
  { name: "batches", path: () => batchPath(some.draftBatch, "draft").then(() => "/sandbox/batches") },
  {
    name: "a batch to be confirmed",
    path: () => batchPath(some.draftBatch, "draft"),
    ready: (page) => see(page, "What it costs and means"),
  },
  {
    name: "a batch that has ended",
    path: () => batchPath(some.doneBatch, "done"),
    ready: (page) => see(page, /^1 link failed/),
  },
  { name: "deletions", path: () => requestPath(some.draft, "draft").then(() => "/sandbox/deletions") },
  {
    name: "a deletion to be confirmed",
    path: () => requestPath(some.draft, "draft"),
    ready: (page) => see(page, "By institution"),
  },
  {
    name: "a deletion that has ended",
    path: () => requestPath(some.done, "done"),
    ready: (page) => see(page, "Certificate of deletion"),
  },
  {
    name: "a certificate to be printed",
    path: async () => `${await requestPath(some.done, "done")}/certificate`,
    ready: (page) => see(page, "Seen to be gone"),
  },
  { name: "directory", path: () => "/sandbox/directory", ready: (page) => see(page, "Import a file") },
  { name: "the directory's database", path: () => "/sandbox/directory", ready: setUpSource },
  {
    name: "a file to be imported",
    path: () => importOf(some.file, "received"),
    ready: (page) => see(page, "Check the first rows"),
  },
  { name: "an import", path: () => importOf(some.import, "done"), ready: (page) => see(page, "One refused row") },
  { name: "trends", path: () => "/sandbox/trends?days=90&measure=share", ready: (page) => chartIn(page) },
  { name: "trends as a table", path: () => "/sandbox/trends", ready: asTable },
  { name: "campaigns", path: () => campaignPath(some.campaign, "draft").then(() => "/sandbox/recovery/campaigns") },
  { name: "a new campaign", path: () => "/sandbox/recovery/campaigns/new", ready: (page) => see(page, "How to ask") },
  {
    name: "a campaign as a draft",
    path: () => campaignPath(some.campaign, "draft"),
    ready: (page) => see(page, "Left out, and why"),
  },
  {
    name: "a campaign under way",
    path: () => campaignPath(some.running, "running"),
    ready: (page) => see(page, "What the campaign itself brought"),
  },
  { name: "outgoing webhooks", path: outgoingPath, ready: (page) => see(page, "no answer in 5 seconds") },
  { name: "sync", path: () => "/sandbox/sync" },
  { name: "a sweep", path: sweepPath, ready: (page) => see(page, "What it asked for") },
  { name: "webhooks", path: () => "/sandbox/webhooks" },
  { name: "jobs", path: () => "/sandbox/jobs" },
  { name: "exports", path: () => "/sandbox/exports" },
  { name: "audit", path: () => "/sandbox/audit" },
  { name: "an audit entry", path: () => "/sandbox/audit?entry=1", ready: (page) => see(page, "Hash before it") },
  { name: "settings", path: () => "/settings" },
  { name: "members", path: () => "/settings/members" },
  { name: "environments", path: () => "/settings/environments" },
  { name: "repair page settings", path: () => "/settings/repair-page" },
  { name: "widget settings", path: () => "/settings/widget", ready: (page) => see(page, "What Belvo fetches") },
  { name: "outgoing settings", path: () => "/settings/outgoing" },
  { name: "budget", path: () => "/settings/budget" },
  { name: "nothing", path: () => "/sandbox/nowhere" },
]

/** Of links that no other test makes or deletes. */
const settled = `removed_at IS NULL AND created_at < now() - interval '7 days' AND created_at <> '${campaignsInstant}'`

async function linkPath(): Promise<string> {
  const [link] = await askDatabase<{ id: string }>(
    `SELECT link_id::text AS id FROM link_event WHERE kind = 'status' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
  )
  return `/sandbox/links/${link?.id}`
}

/** Put there without its way there, which has a test of its own. */
async function planPath(): Promise<string> {
  await askDatabase(
    `WITH made AS (
       INSERT INTO duplicate_plan (environment_id, id, state, matched, groups, items, not_valid, checked_at, created_by, created_at)
       SELECT e.id, $1::uuid, 'cancelled', 1, 1, 1, 1, now(), m.id, now() FROM environment e, (SELECT id FROM member LIMIT 1) m
       WHERE e.slug = 'sandbox' ON CONFLICT DO NOTHING RETURNING environment_id, id, created_by),
     pair AS (
       SELECT environment_id, institution, institution_user_id, (array_agg(id ORDER BY id))[1:2] AS links FROM link
       WHERE duplicate AND institution_user_id IS NOT NULL AND ${settled} GROUP BY 1, 2, 3 HAVING count(*) > 1 ORDER BY 3 LIMIT 1),
     held AS (
       INSERT INTO duplicate_plan_group (environment_id, plan_id, group_no, group_id, institution, institution_user_id, shared_login, open,
         proposed_id, survivor_id, reason, decided_by, decided_at)
       SELECT made.environment_id, made.id, 1, $1::uuid, institution, institution_user_id, false, false, links[1], links[1], 'valid', created_by, now()
       FROM made, pair)
     INSERT INTO duplicate_plan_item (environment_id, plan_id, group_no, old_link_id, new_link_id, external_id, not_valid)
     SELECT made.environment_id, made.id, 1, links[2], links[1], 'usr_quality', true FROM made, pair`,
    [some.plan],
  )
  return `/sandbox/duplicates/plans/${some.plan}`
}

async function groupPath(): Promise<string> {
  const [group] = await askDatabase<{ id: string }>(
    "SELECT id::text FROM duplicate_group WHERE NOT shared_login AND members < 10 ORDER BY members DESC, id LIMIT 1",
  )
  return `/sandbox/duplicates/${group?.id}`
}

const some = {
  ...{ file: "30000000-0000-4000-8000-000000000001", import: "30000000-0000-4000-8000-000000000002" },
  ...{ plan: "30000000-0000-4000-8000-000000000003", decision: "30000000-0000-4000-8000-000000000004" },
  ...{ campaign: "30000000-0000-4000-8000-000000000021", running: "30000000-0000-4000-8000-000000000022" },
  ...{ draftBatch: "30000000-0000-4000-8000-000000000015", doneBatch: "30000000-0000-4000-8000-000000000016" },
  ...{ draft: "30000000-0000-4000-8000-000000000013", done: "30000000-0000-4000-8000-000000000014" },
}

/** Put there without its way there, which has a test of its own; of links that stay. */
async function requestPath(id: string, state: "draft" | "done"): Promise<string> {
  await askDatabase(
    `WITH made AS (
       INSERT INTO deletion_request (environment_id, id, state, source, created_by, created_at, participants, links, certificate, sha256)
       SELECT e.id, $1::uuid, $2::text, 'links', m.id, now(), '{}', 3, CASE WHEN $2::text = 'done' THEN $3::text END,
         CASE WHEN $2::text = 'done' THEN sha256('certificate') END
       FROM environment e, (SELECT id FROM member ORDER BY created_at LIMIT 1) m WHERE e.slug = 'sandbox'
       ON CONFLICT DO NOTHING RETURNING environment_id, id, state)
     INSERT INTO deletion (environment_id, request_id, link_id, requested_at, state, skipped, institution, status, link_created_at, observed_at, in_directory)
     SELECT made.environment_id, made.id, l.id, now(), CASE made.state WHEN 'done' THEN 'skipped' ELSE 'draft' END,
       CASE made.state WHEN 'done' THEN 'healed' END, l.institution, l.status, l.created_at, l.observed_at, true
     FROM made, LATERAL (SELECT * FROM link WHERE environment_id = made.environment_id AND ${settled} ORDER BY id LIMIT 3) l`,
    [id, state, canonical(noCertificate)],
  )
  return `/sandbox/deletions/${id}`
}

/** Put there without its way there, which has a test of its own: three links, of which one is left out, or failed. */
async function batchPath(id: string, state: "draft" | "done"): Promise<string> {
  await askDatabase(
    `WITH made AS (
       INSERT INTO batch (environment_id, id, kind, access_mode, state, source, links, created_by, created_at)
       SELECT e.id, $1::uuid, 'access_mode', 'recurrent', $2::text, 'links', 3, m.id, now()
       FROM environment e, (SELECT id FROM member WHERE email = $3 LIMIT 1) m WHERE e.slug = 'sandbox'
       ON CONFLICT DO NOTHING RETURNING environment_id, id, state)
     INSERT INTO batch_item (environment_id, batch_id, link_id, institution, status, access_mode, state, reason)
     SELECT made.environment_id, made.id, l.id, l.institution, l.status, l.access_mode,
       CASE WHEN n > 1 THEN made.state WHEN made.state = 'done' THEN 'failed' ELSE 'left_out' END, CASE WHEN n = 1 THEN 'no_credentials' END
     FROM made, LATERAL (SELECT *, row_number() OVER (ORDER BY id) AS n FROM link
       WHERE environment_id = made.environment_id AND ${settled} ORDER BY id LIMIT 3) l`,
    [id, state, memberOf("engineer").email],
  )
  return `/sandbox/batches/${id}`
}

/** Put there without its way there, which has a test of its own: two links, of which one was left out. */
async function decisionPath(): Promise<string> {
  await askDatabase(
    `WITH made AS (
       INSERT INTO orphan_bulk (environment_id, id, kind, params, state, links, done, decided, member_id, created_at, ended_at)
       SELECT e.id, $1::uuid, 'ask', 'reason=none', 'done', 2, 2, 1, m.id, now(), now()
       FROM environment e, (SELECT id FROM member WHERE email = $2 LIMIT 1) m WHERE e.slug = 'sandbox'
       ON CONFLICT DO NOTHING RETURNING environment_id, id)
     INSERT INTO orphan_bulk_item (environment_id, bulk_id, place, link_id, outcome)
     SELECT made.environment_id, made.id, l.n, l.id, CASE WHEN l.n = 1 THEN 'decided' ELSE 'taken' END
     FROM made, LATERAL (SELECT id, row_number() OVER (ORDER BY id) AS n FROM link
       WHERE environment_id = made.environment_id AND ${settled} ORDER BY id LIMIT 2) l`,
    [some.decision, memberOf("engineer").email],
  )
  return `/sandbox/orphans/decisions/${some.decision}`
}

const noCertificate = {
  ...{ version: 1, environment: "sandbox", request: some.done, source: "links", approvalNeeded: false, holdHours: 0 },
  ...{
    chosen: { by: { id: some.done, name: "Eva" }, at: "2026-03-01T12:00:00.000Z" },
    requested: null,
    approval: null,
  },
  ...{ heldUntil: null, startedAt: null, endedAt: "2026-03-01T12:01:00.000Z", counts: { skipped: 3 }, links: [] },
}

/** Put there without its way there, which has a test of its own; of no link, so that nobody else's campaign leaves any out. */
async function campaignPath(id: string, state: "draft" | "running"): Promise<string> {
  await askDatabase(
    `WITH made AS (
       INSERT INTO campaign (environment_id, id, name, state, source, lines, bad_lines, held_out_percent, asked_within_days, valid_days,
         wave_minutes, openings_per_minute, stop_percent, members, held_out, waves, wave, wave_at, created_by, created_at, judged_at,
         started_at, expires_at)
       SELECT e.id, $1::uuid, 'After the outage', $2::text, 'ids', 400, 1, 5, 14, 7, 60, 9, 30, 1200, 60, 3, 2, now() + interval '1 hour',
         m.id, now(), now(), CASE WHEN $2::text = 'running' THEN now() - interval '3 days' END, now() + interval '4 days'
       FROM environment e, (SELECT id FROM member ORDER BY created_at LIMIT 1) m WHERE e.slug = 'sandbox'
       ON CONFLICT DO NOTHING RETURNING environment_id, id, state),
     cohort AS (
       INSERT INTO campaign_cohort (environment_id, campaign_id, institution, status, left_out, links)
       SELECT environment_id, id, 'erebor_mx_retail', 'invalid', why, n FROM made, (VALUES ('', 1200), ('consent', 4), ('asked', 9)) AS v (why, n)),
     lines AS (
       INSERT INTO campaign_line (environment_id, campaign_id, line, reason) SELECT environment_id, id, 17, 'unknown' FROM made),
     days AS (
       INSERT INTO campaign_day (environment_id, campaign_id, held_out, day, kind, links)
       SELECT environment_id, id, false, current_date - back, kind, 60 FROM made, generate_series(0, 2) AS back, unnest(ARRAY['repaired', 'healed']) AS kind)
     INSERT INTO campaign_count (environment_id, campaign_id, held_out, institution, kind, links)
     SELECT environment_id, id, held, 'erebor_mx_retail', kind, n FROM made,
       (VALUES (false, 'ever_sent', 540), (false, 'ever_opened', 300), (false, 'repaired', 180), (false, 'healed', 180), (false, 'failed', 9),
         (false, 'untouched', 171), (false, 'waiting', 600), (true, 'waiting', 54), (true, 'healed', 6)) AS v (held, kind, n)
     WHERE made.state = 'running'`,
    [id, state],
  )
  return `/sandbox/recovery/campaigns/${id}`
}

/** A delivery that failed for good; nothing is set up, so that nothing else is sent. */
async function outgoingPath(): Promise<string> {
  await askDatabase(
    `INSERT INTO outgoing_delivery (environment_id, id, event, body, items, state, attempts, created_at, problem)
     SELECT id, $1::uuid, 'repair_addresses', '{"wave": 1}', 250, 'failed', 7, now(), 'timeout' FROM environment WHERE slug = 'sandbox'
     ON CONFLICT DO NOTHING`,
    [some.running],
  )
  return "/sandbox/recovery/outgoing"
}

/** Put there without its way there, which has a test of its own: of imports there is one at a time. */
async function importOf(id: string, state: "received" | "done"): Promise<string> {
  await askDatabase(
    `WITH made AS (
       INSERT INTO directory_import (environment_id, id, source, state, bad_rows, file_name, rows, unchanged, refused, created_at, finished_at)
       SELECT e.id, $1::uuid, 'file', $2::text, 'skip', 'users.csv', 2 * n, n, n, now(), CASE WHEN n = 1 THEN now() END
       FROM environment e, (SELECT ($2::text = 'done')::integer AS n) d WHERE e.slug = 'sandbox'
       ON CONFLICT DO NOTHING RETURNING environment_id, id),
     kept AS (
       INSERT INTO directory_file (environment_id, import_id, part, body)
       SELECT environment_id, id, 0, convert_to(E'external_id,link_id\\nusr_quality,\\n', 'UTF8') FROM made)
     INSERT INTO directory_refusal (environment_id, import_id, line, reason, value)
     SELECT environment_id, id, 3, 'badLinkId', 'non… (4)' FROM made WHERE $2::text = 'done'`,
    [id, state],
  )
  return `/sandbox/directory/imports/${id}`
}

async function sweepPath(): Promise<string> {
  const [run] = await askDatabase<{ id: string }>(
    "SELECT id::text FROM sweep_run WHERE kind = 'full' AND state = 'completed' ORDER BY created_at DESC LIMIT 1",
  )
  return `/sandbox/sync/${run?.id}`
}

/** The customer with the most links, removed ones shown too. */
async function userAddress(): Promise<string> {
  const [link] = await askDatabase<{ id: string }>(
    `SELECT external_id AS id FROM link WHERE external_id IS NOT NULL AND ${settled} GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
  )
  return `/sandbox/users/${encodeURIComponent(link?.id ?? "")}?removed=1`
}

const chartIn = (page: Page) => expect(page.locator("path.recharts-area-area").first()).toBeVisible()

async function asTable(page: Page) {
  await page.getByRole("button", { name: "Show as table" }).click()
  await expect(page.getByRole("figure").getByRole("table")).toBeVisible()
}

async function selectOne(page: Page) {
  await page.getByRole("table", { name: "Links" }).locator("tbody").getByRole("checkbox").first().check()
  await see(page, "1 selected")
}

async function setUpSource(page: Page) {
  await page.getByRole("button", { name: "Set up" }).click()
  await see(page, "Read the directory from a database")
}

async function openFirst(page: Page) {
  await page.getByRole("table", { name: "Links" }).locator("tbody tr").first().getByRole("link").click()
  await expect(page.getByRole("complementary", { name: "Link" }).getByText(/^Belvo says/)).toBeVisible()
}

async function visit(page: Page, { path, ready }: Visit): Promise<void> {
  await open(page, await path())
  await expect(page.getByRole("heading").first()).toBeVisible()
  await ready?.(page)
}

for (const one of visits) {
  test(`${one.name}: nothing for axe in either theme, nothing for the console, and it fits a telephone`, async ({
    member,
    stranger,
  }) => {
    const { page, complaints } = one.stranger ? stranger : member
    await visit(page, one)
    await expectNoViolations(page)
    await page.setViewportSize(telephone)
    await expectToFit(page)
    expect(complaints()).toEqual([])
  })
}

const telephone = { width: 390, height: 844 }

const expectToFit = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => ({ width: document.documentElement.scrollWidth, shown: innerWidth })))
    .toEqual({ width: telephone.width, shown: telephone.width })

test("every kind of answer carries its headers", async ({ page }) => {
  await signInAs(page, "admin")
  for (const path of [
    "/sandbox",
    "/sandbox/links",
    "/settings",
    "/sandbox/nowhere",
    "/api/sandbox/status",
    "/api/health",
  ]) {
    const headers = (await page.request.get(path)).headers()
    expect(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
    })
    expect(headers, path).not.toHaveProperty("x-powered-by")
    expect(headers["cache-control"] ?? "", path).toMatch(/no-store|private/)
  }
})
