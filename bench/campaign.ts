import { asEngineer } from "@/bench/engineer"
import { atMost, type Figure, timed, told } from "@/bench/figure"
import { watchOwnMemory } from "@/bench/memory"
import type { Mirror } from "@/bench/mirror"
import type { Stage } from "@/bench/stage"
import type { Ctx } from "@/lib/ctx"
import { listIncidents } from "@/lib/history/incidents/queries"
import { createCampaign } from "@/lib/recovery/campaigns/commands"
import { makeDueWaves } from "@/lib/recovery/campaigns/making/commands"
import { foldCampaigns } from "@/lib/recovery/campaigns/measuring/commands"
import { getMeasured } from "@/lib/recovery/campaigns/measuring/queries"
import { cohortChoice, standardSettings } from "@/lib/recovery/campaigns/schema"
import { startCampaign } from "@/lib/recovery/campaigns/starting/commands"
import { withClient } from "@/scripts/with-client"

const addresses = 10_000
const mostSeconds = 60
const mostMiB = 128
const { signal } = new AbortController()

/** A campaign of 10,000 addresses in a large mirror, by the commands that the page and the jobs run; taken back, so that it can be done again. */
export async function measureCampaign({ links, mirror, log }: Stage): Promise<Figure[]> {
  const large = await mirror(links)
  await withClient(large.url, (client) => client.query(forget))
  const engineer = await asEngineer(large)
  const ids = await chooseBroken(large, engineer)
  log(`${ids.length} broken links may be asked`)
  const driver = large.ctx(["campaigns:drive"])
  const memory = watchOwnMemory()
  const numbers = { ...standardSettings, waveMinutes: 0, heldOutPercent: 0, askedWithinDays: 0 }
  const settings = { ...numbers, name: "The campaign that is measured" }
  const asked = { kind: "ids", text: ids.join("\n") }
  const drafted = await timed(() => createCampaign(engineer, { settings, choice: cohortChoice.parse(asked) }))
  const { campaignId } = drafted.answer
  const started = await timed(() => startCampaign(engineer, { campaignId, expectedMembers: addresses }))
  const made = await timed(() => makeDueWaves(driver, { campaignId, signal }))
  await tellOutcomes(large, campaignId)
  const folded = await timed(() => foldCampaigns(driver))
  const page = await timed(() => getMeasured(engineer, { campaignId }))
  const { sent, states } = page.answer.asked
  if (sent !== addresses || states.repaired !== addresses / 2)
    throw new Error(`${sent} sent, ${states.repaired} repaired`)
  await withClient(large.url, (client) => client.query(forget))
  return [
    atMost(`a campaign of ${addresses} addresses, made`, (started.ms + made.ms) / 1_000, mostSeconds, "s"),
    told("its draft: a pasted list, judged", `${(drafted.ms / 1_000).toFixed(1)} s`),
    told(`what became of ${addresses}, folded`, `${(folded.ms / 1_000).toFixed(1)} s`),
    told("the numbers of its page", `${page.ms.toFixed(1)} ms`),
    atMost("a campaign, memory grows by", memory.stop(), mostMiB, "MiB"),
  ]
}

/** Links that a campaign may ask, as a list to be pasted. */
async function chooseBroken(mirror: Mirror, engineer: Ctx): Promise<string[]> {
  const down = (await listIncidents(engineer)).map(({ institution }) => institution)
  return withClient(mirror.url, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT id::text FROM link WHERE removed_at IS NULL AND status IN ('invalid', 'token_required', 'unconfirmed') AND external_id IS NOT NULL
         AND institution !~ '^of' AND institution <> ALL ($2) ORDER BY id LIMIT $1`,
      [addresses, down],
    )
    if (rows.length < addresses) throw new Error(`Only ${rows.length} links are broken: the mirror must be larger`)
    return rows.map(({ id }) => id)
  })
}

/** Every second customer opens the address and repairs the link. */
const tellOutcomes = ({ url }: Mirror, campaignId: string) =>
  withClient(url, (client) =>
    client.query(
      `INSERT INTO repair_outcome (environment_id, address_id, campaign_id, link_id, kind, at)
       SELECT environment_id, address_id, campaign_id, link_id, kind, now() FROM (
         SELECT *, row_number() OVER () AS n FROM campaign_member WHERE campaign_id = $1) AS m, unnest(ARRAY['opened', 'repaired']) AS kind
       WHERE n % 2 = 0`,
      [campaignId],
    ),
  )

const forget = `DELETE FROM repair_outcome; DELETE FROM repair_address; DELETE FROM campaign_member; DELETE FROM campaign_count;
  DELETE FROM campaign_day; DELETE FROM campaign_cohort; DELETE FROM campaign_line; DELETE FROM campaign_fold; DELETE FROM campaign;
  DELETE FROM outgoing_delivery; DELETE FROM pgboss.job WHERE name IN ('make-campaign-addresses', 'deliver-outgoing')`
