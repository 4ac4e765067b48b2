import { read } from "@/lib/db"
import { nextLook } from "@/lib/deletions/rules"
import { readThrough } from "@/lib/deletions/running/reading/commands"
import { lookSize, type Run } from "@/lib/deletions/running/rules"
import { held, settle } from "@/lib/deletions/running/settling/commands"
import { Prisma } from "@/prisma/generated/client"

/** `ids`: also of these, which have not left. `refused`: Belvo has just said that it has no such link. */
type Seen = { ids?: readonly string[]; refused?: true }

/** Settles what the mirror knows to be gone: by a webhook's re-read, often quicker than ours, by our own, or by a sweep. */
export function settleSeen(run: Run, { ids = [], refused }: Seen = {}): Promise<number> {
  const { ctx, requestId } = run
  const environmentId = ctx.environment.id
  // One that was sent before, and is gone now, went by our request even where Belvo's answer was lost.
  const early = refused
    ? Prisma.sql`d.id = ANY (${[...ids]}::uuid[]) AND d.state <> 'accepted' AND d.attempts <= 1 AND d.belvo_request_id IS NULL`
    : Prisma.sql`d.state = 'requested' AND d.attempts = 0 AND d.belvo_request_id IS NULL`
  return held(
    run,
    (tx) => tx.$executeRaw`
    UPDATE deletion d SET state = CASE WHEN ${early} THEN 'already_gone' ELSE 'done' END,
      settled_at = ${ctx.now()}::timestamptz, next_look_at = NULL, confirmed_at = l.removed_at,
      confirmed_by = coalesce((SELECT e.cause FROM link_event e WHERE e.environment_id = ${environmentId} AND e.link_id = d.link_id
        AND e.kind = 'removed' ORDER BY e.at DESC LIMIT 1), 'deletion'),
      webhook_at = (SELECT max(w.received_at) FROM webhook_event w WHERE w.environment_id = ${environmentId} AND w.link_id = d.link_id
        AND w.code = 'link_deleted' AND w.received_at >= d.requested_at)
    FROM link l
    WHERE d.environment_id = ${environmentId} AND d.request_id = ${requestId}::uuid
      AND (d.state IN ('sent', 'accepted') OR (d.state = 'requested' AND d.id = ANY (${[...ids]}::uuid[])))
      AND l.environment_id = ${environmentId} AND l.id = d.link_id AND l.removed_at IS NOT NULL`,
  )
}

/** Looks at those whose time has come, 150 a request, and says of each that is still there when to look again, or that it failed. */
export async function lookAfter(run: Run): Promise<boolean> {
  const { ctx, links } = run
  const due = await listDue(run)
  if (due.length === 0) return false
  const unclear = await readThrough(
    run,
    due.map(({ linkId }) => linkId),
  )
  await settleSeen(run)
  await held(run, async (tx) => {
    const failed: { id: string; code: string; requestId: string | null }[] = []
    for (const { id, linkId, acceptedAt, looks } of due) {
      const look = nextLook(acceptedAt, looks + 1, links)
      const refused = unclear.get(linkId)
      const code = refused?.belvoCode ?? "still_there"
      if (look.kind === "failed") failed.push({ id, code, requestId: refused?.requestId ?? null })
      else
        await tx.deletion.updateMany({
          where: { environmentId: ctx.environment.id, id, state: "accepted" },
          data: { looks: looks + 1, nextLookAt: look.at },
        })
    }
    for (const { id, ...failure } of failed) await settle(tx, ctx, [id], { state: "failed", failure })
  })
  return true
}

type Due = { id: string; linkId: string; acceptedAt: Date; looks: number }

function listDue({ ctx, requestId }: Run): Promise<Due[]> {
  return read(
    ctx,
    "deletions:carry-out",
    (db) => db.$queryRaw<Due[]>`
    SELECT id::text, link_id::text AS "linkId", coalesce(accepted_at, next_look_at) AS "acceptedAt", looks FROM deletion
    WHERE environment_id = ${ctx.environment.id} AND request_id = ${requestId}::uuid AND state = 'accepted'
      AND next_look_at <= ${ctx.now()}::timestamptz
    ORDER BY next_look_at LIMIT ${lookSize}`,
  )
}

/** Null where nothing is looked after any more. */
export function nextLookAt({ ctx, requestId }: Run): Promise<Date | null> {
  return read(ctx, "deletions:carry-out", async (db) => {
    const [row] = await db.$queryRaw<{ at: Date | null }[]>`
      SELECT min(next_look_at) AS at FROM deletion
      WHERE environment_id = ${ctx.environment.id} AND request_id = ${requestId}::uuid AND state = 'accepted'`
    return row?.at ?? null
  })
}
