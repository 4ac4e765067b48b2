import type { Ctx } from "@/lib/ctx"
import { read, record, type Tx } from "@/lib/db"
import { type HeldRun, mine, RunLost } from "@/lib/sync/runs/commands"
import { type Cell, planWindows, recentFrom, type Window } from "@/lib/sync/windows/rules"
import { type Day, toDay } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/**
 * `links` is read; a count must equal the sum of the windows of its span. Of days from which links can only go it is taken before
 * them: what they lack is then in it, whatever goes meanwhile. Of recent days, where links come, it is taken after them: a `recount`.
 */
export type WindowKind = "links" | "count" | "recount"
/**
 * `restless`: it never held still, or its span did not add up. Where Belvo's firewall does not take a filter the window is `blocked`,
 * and its span read whole, or `narrowed`, and asked for in smaller ones, or `refused`, and in no other.
 */
export type WindowState = "waiting" | "read" | "restless" | "blocked" | "narrowed" | "refused" | "split" | "skipped"
/** Empty lists are all institutions, all statuses. */
export type PlannedWindow = {
  kind: WindowKind
  span: number
  from: Day | null
  before: Day | null
  institutions: readonly string[]
  statuses: readonly string[]
  expected: number | null
}
/** `begun`: an earlier holder has read pages of it. `count` is known of one that was taken and is yet to be compared. */
export type StoredWindow = PlannedWindow & { id: number; begun: boolean; count: number | null }
/** `cursor`: where the next plan of this kind goes on. */
export type Plan = { windows: readonly PlannedWindow[]; cursor?: string }

/** A plan for every link there can be: by what the mirror knows, or, where it knows nothing, one window that is yet to be counted. */
export async function planAll(ctx: Ctx): Promise<Plan> {
  const cells = await listCells(ctx)
  if (cells.length === 0) return { windows: [{ ...whole({ span: 0, from: null, before: null }), expected: null }] }
  const today = toDay(ctx.now())
  const spans = Map.groupBy(toPlanned(planWindows(cells, today)), ({ span }) => span)
  const counted = (span: number, parts: readonly PlannedWindow[]) =>
    isSplit(parts) ? [...parts, toCount(span, parts, recentFrom(today))] : parts
  return { windows: [...spans].flatMap(([span, parts]) => counted(span, parts)) }
}

/** To be read, each for itself. */
export function toPlanned(windows: readonly Window[], statuses: readonly string[] = []): PlannedWindow[] {
  return windows.map(({ group, institutions, ...range }) => ({
    ...{ ...range, kind: "links", span: group, statuses },
    institutions: institutions ?? [],
  }))
}

const isSplit = (parts: readonly PlannedWindow[]) => parts.some(({ institutions }) => institutions.length > 0)

/** `broken` of its links are not valid. */
export type HeldCell = Cell & { broken: number }

/** What the mirror has of all days, or of some, by the day in UTC and the institution. */
export function listCells(
  ctx: Ctx,
  { from, before }: Partial<Pick<Window, "from" | "before">> = {},
): Promise<HeldCell[]> {
  const since = from ? Prisma.sql`AND created_at >= ${from}::date::timestamp AT TIME ZONE 'UTC'` : Prisma.empty
  const until = before ? Prisma.sql`AND created_at < ${before}::date::timestamp AT TIME ZONE 'UTC'` : Prisma.empty
  return read(ctx, "mirror:write", async (db) => {
    // One row a day, and JSON: a large account has more cells than days by a hundred times, and each row, and each list, costs its own.
    const days = await db.$queryRaw<HeldDay[]>`
      SELECT day::text, json_build_array(array_agg(institution), array_agg(links), array_agg(broken))::text AS cells FROM (
        SELECT (created_at AT TIME ZONE 'UTC')::date AS day, institution, count(*)::integer AS links,
          (count(*) FILTER (WHERE status <> 'valid'))::integer AS broken
        FROM link WHERE environment_id = ${ctx.environment.id} AND removed_at IS NULL ${since} ${until}
        GROUP BY 1, 2) AS cell
      GROUP BY day`
    return days.flatMap(toCells)
  })
}

/** `cells`: institutions, links and broken ones, as three lists of one length. */
type HeldDay = { day: Day; cells: string }

function toCells({ day, cells }: HeldDay): HeldCell[] {
  const [institutions, links, broken]: [string[], number[], number[]] = JSON.parse(cells)
  return institutions.map((institution, at) => ({ day, institution, links: links[at] ?? 0, broken: broken[at] ?? 0 }))
}

/** The run's plan, made once: a later holder goes on with it. */
export async function planOnce(ctx: Ctx, run: HeldRun, plan: () => Promise<Plan>): Promise<void> {
  const planned = await read(ctx, "mirror:write", (db) =>
    db.sweepWindow.count({ where: { environmentId: ctx.environment.id, runId: run.id } }),
  )
  if (planned > 0) return
  const { windows, cursor = null } = await plan()
  const known = windows.every(({ kind, expected }) => kind !== "links" || expected !== null)
  const expected = windows.reduce((sum, window) => sum + (window.expected ?? 0), 0)
  await record(ctx, "mirror:write", async (tx) => {
    await insertWindows(tx, ctx, run, windows)
    const held = await tx.$executeRaw`
      UPDATE sweep_run SET expected = ${known ? expected : null}::integer, cursor = ${cursor} WHERE ${mine(ctx, run)}`
    if (held === 0) throw new RunLost()
    return { result: undefined }
  })
}

/** In the order in which they are read. */
export function listWaiting(ctx: Ctx, run: HeldRun): Promise<StoredWindow[]> {
  return read(
    ctx,
    "mirror:write",
    (db) => db.$queryRaw<StoredWindow[]>`
      SELECT id, kind, span, from_day::text AS "from", before_day::text AS before, coalesce(institutions, '{}') AS institutions,
        coalesce(statuses, '{}') AS statuses, expected, count, EXISTS (SELECT FROM sweep_page p
          WHERE p.environment_id = w.environment_id AND p.run_id = w.run_id AND p."window" = w.id) AS begun
      FROM sweep_window w WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid AND state = 'waiting'
      ORDER BY span, kind, id`,
  )
}

export type ReadPage = { pass: number; page: number; count: number; ids: string[] }

/** What the last pass over a window has shown so far, by page. */
export function listPages(ctx: Ctx, run: HeldRun, { id }: StoredWindow): Promise<ReadPage[]> {
  return read(
    ctx,
    "mirror:write",
    (db) => db.$queryRaw<ReadPage[]>`
      SELECT pass, page, count, ids::text[] FROM sweep_page p
      WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid AND "window" = ${id}
        AND pass = (SELECT max(pass) FROM sweep_page WHERE environment_id = p.environment_id AND run_id = p.run_id AND "window" = p."window")
      ORDER BY page`,
  )
}

/** Part of the caller's transaction. */
export async function insertWindows(tx: Tx, ctx: Ctx, run: HeldRun, windows: readonly PlannedWindow[]): Promise<void> {
  if (windows.length === 0) return
  await tx.$executeRaw`
    INSERT INTO sweep_window (environment_id, run_id, id, kind, span, from_day, before_day, institutions, statuses, expected)
    SELECT ${ctx.environment.id}, ${run.id}::uuid,
      row_number() OVER (ORDER BY w.position) + (SELECT coalesce(max(id), 0) FROM sweep_window
        WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid),
      w.kind, w.span, w."from", w.before, w.institutions, w.statuses, w.expected
    FROM jsonb_to_recordset(${JSON.stringify(windows.map((window, position) => ({ ...window, position })))}::jsonb)
      AS w (position integer, kind text, span integer, "from" date, before date, institutions text[], statuses text[], expected integer)`
}

/** A span in one window. */
export const whole = (range: Pick<PlannedWindow, "span" | "from" | "before">) => ({
  ...range,
  kind: "links" as const,
  institutions: [],
  statuses: [],
})

/** What the parts of a span must add up to: from the earliest of their ends to the latest, where null is farther than any day. */
function toCount(span: number, parts: readonly PlannedWindow[], recent: Day): PlannedWindow {
  const from = parts.some((part) => part.from === null) ? null : parts.map((part) => part.from).toSorted()[0]
  const before = parts.some((part) => part.before === null)
    ? null
    : parts
        .map((part) => part.before)
        .toSorted()
        .at(-1)
  const kind = before && before <= recent ? "count" : "recount"
  return { ...whole({ span, from: from ?? null, before: before ?? null }), kind, expected: null }
}
