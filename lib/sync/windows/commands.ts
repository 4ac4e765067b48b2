import { institutionName } from "@/lib/belvo/patterns"
import type { Ctx } from "@/lib/ctx"
import { read, record, type Tx } from "@/lib/db"
import { type HeldRun, mine, RunLost } from "@/lib/sync/runs/commands"
import { type Cell, planWindows, type Window } from "@/lib/sync/windows/rules"
import { type Day, toDay } from "@/lib/time"
import { Prisma } from "@/prisma/generated/client"

/** `links` is read, `count` must equal the sum of the windows of its span. */
export type WindowKind = "links" | "count"
/** `restless`: it never held still. `blocked`: Belvo's firewall does not take its filter. The rest of its span is then read whole. */
export type WindowState = "waiting" | "read" | "restless" | "blocked" | "split" | "skipped"
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
/** `begun`: an earlier holder has read pages of it. */
export type StoredWindow = PlannedWindow & { id: number; begun: boolean }
/** `cursor`: where the next plan of this kind goes on. */
export type Plan = { windows: readonly PlannedWindow[]; cursor?: string }

/** A plan for every link there can be: by what the mirror knows, or, where it knows nothing, one window that is yet to be counted. */
export async function planAll(ctx: Ctx): Promise<Plan> {
  const cells = await listCells(ctx)
  if (cells.length === 0) return { windows: [{ ...whole({ span: 0, from: null, before: null }), expected: null }] }
  const today = toDay(ctx.now())
  const windows = planWindows(cells, { today, mayAsk: (name) => institutionName.safeParse(name).success })
  const spans = Map.groupBy(toPlanned(windows), ({ span }) => span)
  return { windows: [...spans].flatMap(([span, parts]) => (isSplit(parts) ? [...parts, toCount(span, parts)] : parts)) }
}

/** To be read, each for itself. */
export function toPlanned(windows: readonly Window[], statuses: readonly string[] = []): PlannedWindow[] {
  return windows.map(({ group, institutions, ...range }) => ({
    ...{ ...range, kind: "links", span: group, statuses },
    institutions: institutions ?? [],
  }))
}

const isSplit = (parts: readonly PlannedWindow[]) => parts.some(({ institutions }) => institutions.length > 0)

/** What the mirror has, by the day in UTC and the institution. */
export function listCells(ctx: Ctx, { statuses }: { statuses?: readonly string[] } = {}): Promise<Cell[]> {
  const narrowed = statuses ? Prisma.sql`AND status = ANY (${[...statuses]}::text[])` : Prisma.empty
  return read(
    ctx,
    "mirror:write",
    (db) => db.$queryRaw<Cell[]>`
      SELECT (created_at AT TIME ZONE 'UTC')::date::text AS day, institution, count(*)::integer AS links FROM link
      WHERE environment_id = ${ctx.environment.id} AND removed_at IS NULL ${narrowed}
      GROUP BY 1, 2`,
  )
}

/** The run's plan, made once: a later holder goes on with it. */
export async function planOnce(ctx: Ctx, run: HeldRun, plan: () => Promise<Plan>): Promise<void> {
  const planned = await read(ctx, "mirror:write", (db) =>
    db.sweepWindow.count({ where: { environmentId: ctx.environment.id, runId: run.id } }),
  )
  if (planned > 0) return
  const { windows, cursor = null } = await plan()
  const known = windows.every(({ kind, expected }) => kind === "count" || expected !== null)
  const expected = windows.reduce((sum, window) => sum + (window.expected ?? 0), 0)
  await record(ctx, "mirror:write", async (tx) => {
    await insertWindows(tx, ctx, run, windows)
    const held = await tx.$executeRaw`
      UPDATE sweep_run SET expected = ${known ? expected : null}::integer, cursor = ${cursor} WHERE ${mine(ctx, run)}`
    if (held === 0) throw new RunLost()
    return { result: undefined }
  })
}

/** In the order in which they are read: a count after what it counts. */
export function listWaiting(ctx: Ctx, run: HeldRun): Promise<StoredWindow[]> {
  return read(
    ctx,
    "mirror:write",
    (db) => db.$queryRaw<StoredWindow[]>`
      SELECT id, kind, span, from_day::text AS "from", before_day::text AS before, coalesce(institutions, '{}') AS institutions,
        coalesce(statuses, '{}') AS statuses, expected, EXISTS (SELECT FROM sweep_page p
          WHERE p.environment_id = w.environment_id AND p.run_id = w.run_id AND p."window" = w.id) AS begun
      FROM sweep_window w WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid AND state = 'waiting'
      ORDER BY span, kind DESC, id`,
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

export type Settled = { state: WindowState; count?: number; seen?: number; passes?: number }

/** Part of the caller's transaction. */
export async function settleWindow(tx: Tx, ctx: Ctx, run: HeldRun, id: number, settled: Settled): Promise<void> {
  const { state, count = null, seen = null, passes = 0 } = settled
  await tx.$executeRaw`
    UPDATE sweep_window SET state = ${state}, count = ${count}::integer, seen = ${seen}::integer, passes = ${passes}::smallint,
      read_at = clock_timestamp()
    WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid AND id = ${id}`
}

/** In place of one that is too full. Part of the caller's transaction. */
export async function splitWindow(
  tx: Tx,
  ctx: Ctx,
  run: HeldRun,
  { window, count, into }: { window: StoredWindow; count: number; into: readonly Pick<Window, "from" | "before">[] },
): Promise<void> {
  await settleWindow(tx, ctx, run, window.id, { state: "split", count })
  const { kind, span, institutions, statuses } = window
  const halves = into.map((range) => ({ ...range, kind, span, institutions, statuses, expected: null }))
  await insertWindows(tx, ctx, run, halves)
  await tx.$executeRaw`UPDATE sweep_run SET expected = ${count} WHERE ${mine(ctx, run)} AND expected IS NULL`
}

/** The whole span in one window, since its parts do not add up to it, or can't be asked for. Part of the caller's transaction. */
export async function readWhole(tx: Tx, ctx: Ctx, run: HeldRun, { span, count }: { span: number; count?: number }) {
  const where = { environmentId: ctx.environment.id, runId: run.id, span }
  const [counting] = await tx.$queryRaw<{ id: number; from: Day | null; before: Day | null }[]>`
    SELECT id, from_day::text AS "from", before_day::text AS before FROM sweep_window
    WHERE environment_id = ${ctx.environment.id} AND run_id = ${run.id}::uuid AND span = ${span} AND kind = 'count' AND state = 'waiting'
    FOR UPDATE`
  if (!counting) return
  const { id, ...range } = counting
  await settleWindow(tx, ctx, run, id, count === undefined ? { state: "skipped" } : { state: "restless", count })
  await tx.sweepWindow.updateMany({ where: { ...where, kind: "links", state: "waiting" }, data: { state: "skipped" } })
  await insertWindows(tx, ctx, run, [{ ...whole({ span, ...range }), expected: count ?? null }])
}

/** What the windows of a span have added up to. */
export async function sumOfSpan(tx: Tx, ctx: Ctx, run: HeldRun, span: number): Promise<number> {
  const { _sum } = await tx.sweepWindow.aggregate({
    where: { environmentId: ctx.environment.id, runId: run.id, span, kind: "links", state: { not: "split" } },
    _sum: { count: true },
  })
  return _sum.count ?? 0
}

async function insertWindows(tx: Tx, ctx: Ctx, run: HeldRun, windows: readonly PlannedWindow[]): Promise<void> {
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

const whole = (range: Pick<PlannedWindow, "span" | "from" | "before">) => ({
  ...range,
  kind: "links" as const,
  institutions: [],
  statuses: [],
})

/** What the parts of a span must add up to: from the earliest of their ends to the latest, where null is farther than any day. */
function toCount(span: number, parts: readonly PlannedWindow[]): PlannedWindow {
  const from = parts.some((part) => part.from === null) ? null : parts.map((part) => part.from).toSorted()[0]
  const before = parts.some((part) => part.before === null)
    ? null
    : parts
        .map((part) => part.before)
        .toSorted()
        .at(-1)
  return { ...whole({ span, from: from ?? null, before: before ?? null }), kind: "count", expected: null }
}
