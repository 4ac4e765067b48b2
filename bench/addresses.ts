import { atMost, type Figure, median, timed, told } from "@/bench/figure"
import type { Stage } from "@/bench/stage"
import { startDueBatches } from "@/lib/batches/due/commands"
import { endAddresses } from "@/lib/recovery/addresses/ending/commands"
import { deliverOutgoingNow } from "@/lib/recovery/campaigns/delivering/commands"
import { driveCampaigns } from "@/lib/recovery/campaigns/driving/commands"
import { settleOverdue } from "@/lib/recovery/overdue/commands"
import { withClient } from "@/scripts/with-client"

const addresses = 100_000
const healed = 1_000
const rounds = 5
const { signal } = new AbortController()

/** What each minute's jobs take where very many addresses are open, and nothing has happened; then where some links have healed. */
export async function measureAddresses({ links, mirror, log }: Stage): Promise<Figure[]> {
  const large = await mirror(links)
  await withClient(large.url, async (client) => {
    await client.query(forget)
    const { rowCount } = await client.query(openMany, [addresses])
    await client.query("VACUUM ANALYZE repair_address, campaign_member, repair_outcome, outgoing_delivery")
    log(`${rowCount} open addresses of a campaign`)
  })
  const jobs = {
    "end-addresses": () => endAddresses(large.ctx(["sessions:settle"]), { signal }),
    "settle-overdue": () => settleOverdue(large.ctx(["links:read", "sessions:settle", "keys:open"]), { signal }),
    "drive-campaigns": () => driveCampaigns(large.ctx(["campaigns:drive"])),
    "deliver-outgoing": () => deliverOutgoingNow(large.ctx(["links:read", "webhooks:send"]), signal),
    "start-due-batches": () => startDueBatches(large.ctx(["batches:carry-out"])),
  }
  const figures: Figure[] = []
  for (const [name, run] of Object.entries(jobs)) {
    const took: number[] = []
    // The first round has all to tell that happened before.
    for (let round = 0; round <= rounds; round++) took.push((await timed(async () => run())).ms)
    figures.push(atMost(`${name} each minute, ${addresses} addresses open`, median(took.slice(1)), 100, "ms"))
  }
  await withClient(large.url, (client) => client.query(healSome, [healed]))
  const ending = await timed(() => jobs["end-addresses"]())
  if (ending.answer !== healed) throw new Error(`${ending.answer} addresses ended, not ${healed}`)
  await withClient(large.url, (client) => client.query(forget))
  return [...figures, told(`end-addresses once ${healed} of their links have healed`, `${ending.ms.toFixed(0)} ms`)]
}

/** One a link, of those that are broken first; made an hour ago by a campaign that is under way. */
const openMany = `
  WITH one AS (
    INSERT INTO campaign (environment_id, name, state, source, held_out_percent, asked_within_days, valid_days, wave_minutes, openings_per_minute,
      stop_percent, members, waves, wave, created_by, created_at, judged_at, started_at, expires_at)
    SELECT id, 'The minute that is measured', 'running', 'ids', 0, 0, 7, 0, 10, 100, $1, 1, 2, gen_random_uuid(), now() - interval '2 hours',
      now() - interval '2 hours', now() - interval '1 hour', now() + interval '6 days' FROM environment LIMIT 1
    RETURNING environment_id, id
  ), made AS (
    INSERT INTO repair_address (environment_id, link_id, hash, created_at, expires_at, campaign_id)
    SELECT l.environment_id, l.id, sha256(gen_random_uuid()::text::bytea), now() - interval '1 hour', now() + interval '6 days', one.id
    FROM one, (SELECT * FROM link WHERE removed_at IS NULL ORDER BY status = 'valid' LIMIT $1) AS l
    ON CONFLICT DO NOTHING RETURNING environment_id, id, link_id, campaign_id
  ), asked AS (
    INSERT INTO campaign_member (environment_id, campaign_id, link_id, institution, status, wave, draw, address_id, sent_at)
    SELECT environment_id, campaign_id, link_id, 'x', 'invalid', 1, 0, id, now() - interval '1 hour' FROM made
  ), told AS (
    INSERT INTO repair_outcome (environment_id, address_id, campaign_id, link_id, kind, at)
    SELECT environment_id, id, campaign_id, link_id, 'opened', now() - interval '30 minutes' FROM made
  )
  SELECT FROM made`

const healSome = `
  WITH few AS (
    SELECT l.environment_id, l.id FROM repair_address a JOIN link l ON l.environment_id = a.environment_id AND l.id = a.link_id
    WHERE a.state = 'open' AND l.status <> 'valid' LIMIT $1
  ), turned AS (
    UPDATE link l SET status = 'valid', status_since = now(), observed_at = now() FROM few
    WHERE l.environment_id = few.environment_id AND l.id = few.id RETURNING l.environment_id, l.id, l.institution)
  INSERT INTO link_event (environment_id, at, link_id, kind, before, after, institution, cause)
  SELECT environment_id, now(), id, 'status', 'invalid', 'valid', institution, 'bench' FROM turned`

const forget = `
  UPDATE link l SET status = 'invalid' FROM link_event e WHERE e.cause = 'bench' AND l.environment_id = e.environment_id AND l.id = e.link_id;
  DELETE FROM link_event WHERE cause = 'bench'; DELETE FROM repair_outcome; DELETE FROM repair_address; DELETE FROM repair_fold; DELETE FROM campaign_member; DELETE FROM campaign_count;
  DELETE FROM campaign_day; DELETE FROM campaign_cohort; DELETE FROM campaign_line; DELETE FROM campaign_fold; DELETE FROM campaign`
