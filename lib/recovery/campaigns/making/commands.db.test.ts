import { spawn } from "node:child_process"
import { createHash, createHmac } from "node:crypto"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, it, onTestFinished } from "vitest"
import type { Ctx } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import { openExport } from "@/lib/exports/commands"
import { applyLinks } from "@/lib/mirror/commands"
import { saveEndpoint } from "@/lib/outgoing/commands"
import { getHanded } from "@/lib/outgoing/deliveries/queries"
import { deliverOutgoingNow } from "@/lib/recovery/campaigns/delivering/commands"
import { makeDueWaves } from "@/lib/recovery/campaigns/making/commands"
import { foldCampaigns } from "@/lib/recovery/campaigns/measuring/commands"
import { endCampaign, pauseCampaign, remindUntouched, resumeCampaign } from "@/lib/recovery/campaigns/moving/commands"
import { brought } from "@/lib/recovery/campaigns/rules"
import { withClient } from "@/scripts/with-client"
import { brokenLink, campaignSteps } from "@/test/campaigns"
import { testDatabase } from "@/test/database"
import { makeEnvironment, makeMember, testCtx } from "@/test/environment"
import { untilOneWaits } from "@/test/locks"
import { openReceiver } from "@/test/receiver"

const { signal } = new AbortController()

/** A campaign's world that commits, with an endpoint that is this test's; `onReceived` ends before what it was sent is answered. */
async function committed({ onReceived }: { onReceived?: () => Promise<void> } = {}) {
  const { url } = await testDatabase()
  const receiver = await openReceiver(async () => {
    await onReceived?.()
    return 200
  })
  const opened = () => {
    const database = openDatabase(url)
    onTestFinished(() => database.close())
    return database
  }
  const database = opened()
  const db = database.prisma
  const environment = await makeEnvironment(db, url)
  await db.$executeRaw`SELECT set_config('enlace.environment', ${String(environment.id)}, false)`
  const ctxOf = async (role: "engineer" | "admin"): Promise<Ctx> => {
    const ctx = testCtx({ database, databaseUrl: url, environment, actor: await makeMember(db, environment, role) })
    return { ...ctx, env: { ...ctx.env, webhookAllowedHosts: [receiver.place] } }
  }
  const { secret } = await saveEndpoint(await ctxOf("admin"), { url: `${receiver.url}/hook` })
  const steps = campaignSteps(await ctxOf("engineer"))
  const ask = <Row>(sql: string, values: unknown[] = []) =>
    withClient(url, async (client) => (await client.query(sql, values)).rows as Row[])
  return { ...steps, url, opened, receiver, secret: secret ?? "", ask }
}

/** Three in `npm test`, more in `npm run torture`. */
const kills = Number(process.env.TORTURE_KILLS ?? 3)

/** A process of its own that makes the addresses once it is told to. */
function standBy(options: object) {
  const args = ["--import", "tsx", "test/make-waves.ts", JSON.stringify(options)]
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] })
  onTestFinished(() => void child.kill("SIGKILL"))
  const ended = once(child, "close").then(([code, signal]): unknown => code ?? signal)
  const ready = once(child.stdout, "data")
  return { ready, ended, begin: () => child.stdin.write("go\n"), kill: () => child.kill("SIGKILL") }
}

it("makes no address twice and loses none, whichever worker is killed, and whenever", {
  timeout: 240_000,
}, async () => {
  const { ctx, observe, draft, matching, start, url, ask, view } = await committed()
  await observe(Array.from({ length: 1_500 + kills * 500 }, () => brokenLink()))
  const campaignId = await draft(matching("status=invalid"), { waveMinutes: 0, heldOutPercent: 5 })
  await start(campaignId)
  const options = { url, environment: ctx.environment, campaignId, now: ctx.now().getTime() }
  const workers = Array.from({ length: kills + 1 }, () => standBy(options))
  await Promise.all(workers.map(({ ready }) => ready))
  const { members, heldOut } = await view(campaignId)
  const asked = members - heldOut
  const made = async () => (await ask<{ n: number }>("SELECT count(*)::integer AS n FROM repair_address"))[0]?.n ?? 0
  // The first dies amid its work, on any machine: it has made some, and cannot count them while these rows are held.
  await withClient(url, async (client) => {
    await client.query("BEGIN")
    await client.query("SELECT FROM campaign_count FOR UPDATE")
    workers[0]?.begin()
    await untilOneWaits(client)
    workers[0]?.kill()
    await workers[0]?.ended
  })
  expect(await made()).toBe(0)
  // Then two at a time, so that one waits for what the other holds when it dies, a while after more have been made.
  for (const [n, worker] of workers.entries()) {
    if (n === 0) continue
    const before = await made()
    worker.begin()
    while ((await made()) === before && before < asked) await sleep(20)
    await sleep(Math.random() * 40)
    if (n > 1) workers[n - 1]?.kill()
  }
  const ends = await Promise.all(workers.map(({ ended }) => ended))
  expect([ends[0], ends.at(-1)]).toEqual(["SIGKILL", 0])
  expect((await view(campaignId)).wave).toBe(2)
  const [counts] = await ask(`
    SELECT (SELECT count(*)::integer FROM repair_address) AS addresses,
      (SELECT count(DISTINCT link_id)::integer FROM repair_address) AS links,
      (SELECT count(*)::integer FROM campaign_member m JOIN repair_address a ON a.id = m.address_id AND a.link_id = m.link_id
        WHERE m.wave > 0 AND m.sent_at IS NOT NULL) AS kept,
      (SELECT sum(links)::integer FROM campaign_count WHERE kind = 'ever_sent') AS counted,
      (SELECT sum(items)::integer FROM outgoing_delivery) AS delivered,
      (SELECT count(DISTINCT one ->> 'address_id')::integer FROM outgoing_delivery, jsonb_array_elements(body -> 'addresses') AS one) AS told`)
  expect(counts).toEqual({ addresses: asked, links: asked, kept: asked, counted: asked, delivered: asked, told: asked })
})

it("counts each member once while workers make addresses, links heal, and the counts are folded beside them", async () => {
  const { ctx, observe, draft, matching, start, as, opened, ask, view } = await committed()
  const links = Array.from({ length: 1_500 }, () => brokenLink())
  await observe(links)
  const campaignId = await draft(matching("status=invalid"), { waveMinutes: 0, heldOutPercent: 10 })
  await start(campaignId)
  let isMade = false
  const maker = makeDueWaves({ ...as("campaigns:drive"), database: opened() }, { campaignId, signal }).then(() => {
    isMade = true
  })
  const healing = async () => {
    for (let from = 0; from < links.length && !isMade; from += 50) {
      const healed = links.slice(from, from + 10).map((link) => ({ ...link, status: "valid" as const }))
      const observedAt = new Date(ctx.now().getTime() + 1_000)
      await applyLinks({ ...as("mirror:write"), database: healer }, { links: healed, observedAt, cause: "sweep" })
    }
  }
  const [healer, folder] = [opened(), opened()]
  const folding = async () => {
    do await foldCampaigns({ ...as("campaigns:drive"), database: folder })
    while (!isMade)
  }
  await Promise.all([maker, healing(), folding()])
  await foldCampaigns(as("campaigns:drive"))
  const counted = await ask(`SELECT held_out, kind, sum(links)::integer AS links FROM campaign_count
    WHERE kind NOT LIKE 'ever%' GROUP BY 1, 2 HAVING sum(links) <> 0 ORDER BY 1, 2`)
  const recounted = await ask(`SELECT wave = 0 AS held_out,
      coalesce(outcome, CASE WHEN sent_at IS NULL THEN 'waiting' ELSE 'untouched' END) AS kind, count(*)::integer AS links
    FROM campaign_member WHERE left_out IS NULL GROUP BY 1, 2 ORDER BY 1, 2`)
  expect(counted).toEqual(recounted)
  expect((await view(campaignId)).wave).toBe(2)
})

it("hands nothing over while it stands still, wave after wave once it goes on, and nothing once it has ended", async () => {
  const { ctx, as, observe, draft, matching, start, make, advance, receiver } = await committed()
  await observe(Array.from({ length: 300 }, () => brokenLink()))
  const campaignId = await draft(matching("status=invalid"), { waveMinutes: 15, heldOutPercent: 0 })
  const waves = () => receiver.received.map(({ body }): number => JSON.parse(body).data.wave)
  const deliver = () => deliverOutgoingNow(as("webhooks:send", "links:read"), signal)
  await start(campaignId)
  await make(campaignId)
  advance(16)
  await make(campaignId)
  await pauseCampaign(ctx, { campaignId })
  await deliver()
  expect(waves()).toEqual([])
  advance(1)
  await resumeCampaign(ctx, { campaignId })
  await deliver()
  await deliver()
  expect(waves()).toHaveLength(1)
  advance(14)
  await deliver()
  expect(waves()).toHaveLength(1)
  advance(1)
  await deliver()
  expect(waves().toSorted()).toEqual([1, 2])
  await make(campaignId)
  await endCampaign(ctx, { campaignId })
  advance(60)
  await deliver()
  expect(waves()).toHaveLength(2)
})

it("hands nothing over from the moment it is paused on, though more is due at once", async () => {
  let pause = async () => {}
  const { ctx, as, observe, draft, matching, start, make, receiver } = await committed({ onReceived: () => pause() })
  await observe(Array.from({ length: 600 }, () => brokenLink()))
  const campaignId = await draft(matching("status=invalid"), { waveMinutes: 0, heldOutPercent: 0 })
  await start(campaignId)
  await make(campaignId)
  pause = () => pauseCampaign(ctx, { campaignId })
  await deliverOutgoingNow(as("webhooks:send", "links:read"), signal)
  expect(receiver.received).toHaveLength(1)
})

type Handed = { external_id: string; link_id: string; institution: string; repair_url: string; expires_at: string }

it("takes customers from a filter to a measured outcome, by signed webhook and by file, and reminds the untouched", async () => {
  const { ctx, as, observe, draft, matching, start, make, drive, advance, measured, receiver, secret, ask, view } =
    await committed()
  const links = Array.from({ length: 800 }, (_, n) =>
    brokenLink(n % 4 === 0 ? { institution: "gringotts_mx_retail" } : {}),
  )
  await observe([...links, ...Array.from({ length: 20 }, () => brokenLink({ status: "valid" }))])
  const campaignId = await draft(matching("status=invalid"), { waveMinutes: 0, heldOutPercent: 10 })
  await start(campaignId)
  await make(campaignId)
  const { members, heldOut } = await view(campaignId)
  expect(members).toBe(800)
  const asked = members - heldOut

  await deliverOutgoingNow(as("webhooks:send", "links:read"), signal)
  const handed = receiver.received.flatMap(({ headers, body }): Handed[] => {
    const [time = "", signature] = String(headers["enlace-signature"]).split(",")
    const hex = createHmac("sha256", secret)
      .update(`${time.replace("t=", "")}.${body}`)
      .digest("hex")
    expect(signature).toBe(`v1=${hex}`)
    return JSON.parse(body).data.addresses
  })
  expect(handed).toHaveLength(asked)
  expect(new Set(handed.map(({ link_id }) => link_id)).size).toBe(asked)
  expect(await fileOf(ctx, campaignId)).toEqual(handed.toSorted(byLink))
  const settled = "UPDATE repair_address SET state = $2 WHERE link_id = $1"
  // Repaired, and broken since: as list and page say, it can be used. What was revoked cannot.
  await ask(settled, [handed[0]?.link_id, "repaired"])
  await ask(settled, [handed[1]?.link_id, "revoked"])
  const usable = await fileOf(ctx, campaignId)
  expect(usable).toEqual(handed.toSorted(byLink).filter(({ link_id }) => link_id !== handed[1]?.link_id))
  await ask("UPDATE repair_address SET state = 'open'")
  const hashes = handed.map(({ repair_url }) => hashOf(repair_url))
  const known = await ask("SELECT FROM repair_address WHERE encode(hash, 'hex') = ANY ($1)", [hashes])
  expect(known).toHaveLength(asked)
  const tokens = handed.slice(0, 50).map(({ repair_url }) => repair_url.split("/").at(-1) ?? "")
  const kept = await ask<{ body: string }>("SELECT body::text FROM outgoing_delivery")
  for (const token of tokens) expect(kept.some(({ body }) => body.includes(token))).toBe(false)
  expect(kept.some(({ body }) => body.includes("usr_"))).toBe(false)

  advance(60)
  const sent = handed.map(({ link_id }) => link_id)
  const [repaired, gaveUp, failed, byItself] = [
    sent.slice(0, 120),
    sent.slice(120, 140),
    sent.slice(140, 144),
    sent.slice(144, 152),
  ]
  const opened = [...repaired, ...gaveUp, ...failed]
  for (const [kind, of] of Object.entries({ opened, repaired, gave_up: gaveUp, failed })) {
    await ask(
      `INSERT INTO repair_outcome (environment_id, address_id, campaign_id, link_id, kind, at)
       SELECT environment_id, address_id, campaign_id, link_id, $1, $3 FROM campaign_member WHERE link_id = ANY ($2::uuid[])`,
      [kind, of, ctx.now()],
    )
  }
  const inGroup = await ask<{ id: string }>("SELECT link_id::text AS id FROM campaign_member WHERE wave = 0 LIMIT 5")
  const healed = new Set([...byItself, ...inGroup.map(({ id }) => id)])
  await observe(links.filter(({ id }) => healed.has(id)).map((link) => ({ ...link, status: "valid" })))
  await drive()
  const result = await measured(campaignId)
  const untouched = asked - 152
  expect(result.asked).toEqual({
    ...{ members: asked, sent: asked, opened: 144 },
    states: expect.objectContaining({ repaired: 120, gave_up: 20, failed: 4, healed: 8, untouched }),
  })
  expect(result.heldOut.states).toMatchObject({ healed: 5, waiting: heldOut - 5 })
  const gain = brought({ members: asked, working: 128 }, { members: heldOut, working: 5 })
  expect(gain).toMatchObject({ proven: true })

  receiver.received.length = 0
  const waiting = sent.slice(-3)
  await ask("UPDATE repair_address SET first_opened_at = $2 WHERE link_id = $1", [waiting[0], ctx.now()])
  await observe(links.filter(({ id }) => id === waiting[1]).map((link) => ({ ...link, status: "valid" })))
  await remindUntouched(ctx, { campaignId, remindedAt: null })
  await expect(remindUntouched(ctx, { campaignId, remindedAt: null })).rejects.toMatchObject({
    key: "campaign.movedOn",
  })
  await deliverOutgoingNow(as("webhooks:send", "links:read"), signal)
  expect(receiver.received).toHaveLength(1)
  advance(24 * 60)
  await observe(links.filter(({ id }) => id === waiting[2]).map((link) => ({ ...link, status: "valid" })))
  await deliverOutgoingNow(as("webhooks:send", "links:read"), signal)
  const reminded = receiver.received.flatMap(({ body }): Handed[] => JSON.parse(body).data.addresses)
  expect(reminded.length).toBeGreaterThanOrEqual(untouched - 3)
  expect(reminded.length).toBeLessThan(untouched)
  const file = await fileOf(ctx, campaignId, "&only=untouched")
  expect(file).toHaveLength(untouched - 3)
  const left = new Set(file.map(({ link_id }) => link_id))
  expect(waiting.some((id) => left.has(id))).toBe(false)
  expect(await fileOf(ctx, campaignId, "&wave=2")).toEqual([])
  expect((await view(campaignId)).downloadedAt).toBe(ctx.now().toISOString())
  expect(await getHanded(ctx, { subjectId: campaignId })).toEqual({ delivered: asked, waiting: 0, failed: 0 })

  await ask("DELETE FROM outgoing_endpoint")
  advance(1)
  await fileOf(ctx, campaignId)
  expect((await view(campaignId)).remindedAt).not.toBe(ctx.now().toISOString())
  await fileOf(ctx, campaignId, "&only=untouched")
  expect((await view(campaignId)).remindedAt).toBe(ctx.now().toISOString())
  expect(await ask("SELECT FROM audit_entry WHERE action = 'campaign.reminded'")).toHaveLength(2)
})

const byLink = (a: Handed, b: Handed) => (a.link_id < b.link_id ? -1 : 1)

const hashOf = (url: string) =>
  createHash("sha256")
    .update(url.split("/").at(-1) ?? "")
    .digest("hex")

async function fileOf(ctx: Ctx, campaignId: string, more = ""): Promise<Handed[]> {
  const request = { dataset: "campaign", query: `campaign=${campaignId}${more}`, raw: true } as const
  const { body, fileName } = await openExport(ctx, request)
  expect(fileName).toMatch(/_campaign_raw_/)
  const [head, ...lines] = (await new Response(body).text()).trimEnd().split("\n")
  expect(head).toBe("external_id,link_id,institution,repair_url,expires_at")
  return lines.map((line) => {
    const [external_id = "", link_id = "", institution = "", repair_url = "", expires_at = ""] = line.split(",")
    return { external_id, link_id, institution, repair_url, expires_at }
  })
}
