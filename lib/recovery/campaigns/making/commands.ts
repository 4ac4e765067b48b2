import type { Ctx } from "@/lib/ctx"
import { record, type Tx } from "@/lib/db"
import { queueDeliveries } from "@/lib/outgoing/deliveries/commands"
import { hasEndpoint } from "@/lib/outgoing/queries"
import { makeAddresses } from "@/lib/recovery/addresses/commands"
import { toDeliveries } from "@/lib/recovery/campaigns/delivering/rules"
import { applyFacts, type Change, countChanges } from "@/lib/recovery/campaigns/measuring/counting/commands"
import { dayMs, minuteMs } from "@/lib/time"

/** Members of one transaction: what a worker's death undoes. */
const chunk = 500
const longest = { timeoutMs: 120_000 }

/**
 * Makes the addresses of the waves that are due, some at a time, each time in one transaction with what says that they were made: who
 * dies leaves none half made, and who comes next makes none twice. Ends where somebody has paused it.
 */
export async function makeDueWaves(
  ctx: Ctx,
  { campaignId, signal }: { campaignId: string; signal: AbortSignal },
): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const isDone = await record(ctx, "campaigns:drive", (tx) => makeChunk(tx, ctx, campaignId), longest)
    if (isDone) return
  }
}

type Due = {
  name: string
  wave: number
  waveMinutes: number
  /** What all of them at once would take at the campaign's pace. */
  minutesAtOnce: number
  validDays: number
}

/** Answers whether there is nothing to do for now. */
async function makeChunk(tx: Tx, ctx: Ctx, campaignId: string): Promise<{ result: boolean }> {
  const environmentId = ctx.environment.id
  const [due] = await tx.$queryRaw<Due[]>`
    SELECT name, wave, wave_minutes AS "waveMinutes", valid_days AS "validDays",
      least((members - held_out) / greatest(openings_per_minute, 1), 1440)::integer AS "minutesAtOnce" FROM campaign
    WHERE environment_id = ${environmentId} AND id = ${campaignId}::uuid AND state = 'running' AND wave <= waves
      AND wave_at <= ${ctx.now()}::timestamptz FOR UPDATE`
  if (!due) return { result: true }
  const members = await tx.$queryRaw<Next[]>`
    SELECT m.link_id::text AS "linkId", m.institution, l.status, l.removed_at IS NOT NULL AS removed
    FROM campaign_member m JOIN link l ON l.environment_id = m.environment_id AND l.id = m.link_id
    WHERE m.environment_id = ${environmentId} AND m.campaign_id = ${campaignId}::uuid AND m.wave > 0 AND m.wave = ${due.wave}
      AND m.address_id IS NULL AND m.outcome IS NULL ORDER BY m.draw LIMIT ${chunk}::integer FOR UPDATE OF m`
  if (members.length === 0) {
    await endWave(tx, ctx, campaignId, due)
    return { result: false }
  }
  await passOver(tx, ctx, campaignId, members.filter(isOver))
  await ask(tx, ctx, { campaignId, due, members: members.filter((one) => !isOver(one)) })
  return { result: false }
}

type Next = { linkId: string; institution: string; status: string; removed: boolean }

const isOver = ({ status, removed }: Next): boolean => removed || status === "valid"

/** The next one comes as much later as the waves lie apart, however late this one was; so long the last one, too, takes from the budget. */
async function endWave(tx: Tx, ctx: Ctx, campaignId: string, { wave, waveMinutes, minutesAtOnce }: Due): Promise<void> {
  const minutes = waveMinutes === 0 ? minutesAtOnce : waveMinutes
  await tx.campaign.update({
    where: { environmentId_id: { environmentId: ctx.environment.id, id: campaignId } },
    data: { wave: wave + 1, waveAt: new Date(ctx.now().getTime() + minutes * minuteMs) },
  })
}

/** What works again, or is gone, before its turn came needs no address. */
async function passOver(tx: Tx, ctx: Ctx, campaignId: string, members: readonly Next[]): Promise<void> {
  const at = ctx.now()
  const told = members.map(({ linkId, institution, removed }) => ({
    member: { campaignId, linkId, institution, heldOut: false, ...untold },
    told: [{ fact: removed ? ("removed" as const) : ("healed" as const), at }],
  }))
  await applyFacts(tx, ctx, told)
}

const untold = {
  state: "waiting" as const,
  outcomeAt: null,
  ever: { opened: false, tried: false, failed: false },
}

type Asking = { campaignId: string; due: Due; members: readonly Next[] }

async function ask(tx: Tx, ctx: Ctx, { campaignId, due, members }: Asking): Promise<void> {
  if (members.length === 0) return
  const at = ctx.now()
  const environmentId = ctx.environment.id
  const expiresAt = new Date(at.getTime() + due.validDays * dayMs)
  const links = members.map(({ linkId }) => ({ linkId }))
  const made = await makeAddresses(tx, ctx, { links, expiresAt, campaignId })
  await tx.$executeRaw`
    WITH made AS MATERIALIZED (
      SELECT ${environmentId}::integer AS environment_id, ${campaignId}::uuid AS campaign_id, link_id, id
      FROM unnest(${made.map(({ linkId }) => linkId)}::uuid[], ${made.map(({ addressId }) => addressId)}::uuid[]) AS a (link_id, id)
    )
    UPDATE campaign_member m SET address_id = made.id, sent_at = ${at}::timestamptz FROM made
    WHERE (m.environment_id, m.campaign_id, m.link_id) = (made.environment_id, made.campaign_id, made.link_id)`
  const institutions = new Map(members.map(({ linkId, institution }) => [linkId, institution]))
  const addresses = made.map(({ addressId, linkId }) => ({
    ...{ address_id: addressId, link_id: linkId, institution: institutions.get(linkId) ?? "" },
  }))
  const sent = addresses.map(
    ({ link_id: linkId, institution }): Change => ({
      ...{ campaignId, linkId, institution, heldOut: false, from: "waiting", to: "untouched", at, first: ["sent"] },
    }),
  )
  await countChanges(tx, ctx, sent)
  await tx.$executeRaw`
    UPDATE campaign SET expires_at = greatest(expires_at, ${expiresAt}::timestamptz)
    WHERE environment_id = ${environmentId} AND id = ${campaignId}::uuid`
  if (!(await hasEndpoint(tx, ctx))) return
  const campaign = { id: campaignId, name: due.name }
  await queueDeliveries(tx, ctx, toDeliveries({ campaign, wave: due.wave, reminder: false, addresses }))
}
