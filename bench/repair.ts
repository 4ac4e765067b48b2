import { chromium } from "@playwright/test"
import type pg from "pg"
import { type SweptBelvo, sweptBelvo } from "@/bench/belvo"
import { asEngineer } from "@/bench/engineer"
import { atMost, type Figure, median, p95, timed, told } from "@/bench/figure"
import type { Mirror } from "@/bench/mirror"
import { type Stage, smallLinks } from "@/bench/stage"
import type { BelvoLink } from "@/lib/belvo/link"
import { databaseNow } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { isOpenFinanceBrazil } from "@/lib/links/rules"
import { applyLinks } from "@/lib/mirror/commands"
import { makeAddress } from "@/lib/recovery/addresses/commands"
import { chromiumFlags, findChromium } from "@/scripts/chromium"
import { withClient } from "@/scripts/with-client"

/** Two requests each: all of them together stay within what Belvo grants in 30 s, so that nobody waits for the budget. */
const visits = 30
const warmUp = 4
const latencyMs = 100
const mostKb = 60

/** The customer's page by HTTP, as a browser asks for it: the built site, and a Belvo so far away in a process of its own. */
export async function measureRepair({ site, mirror, log }: Stage): Promise<Figure[]> {
  const small = await mirror(smallLinks)
  const { url } = await site(smallLinks)
  await using belvo = await sweptBelvo(small, {
    ...{ links: 1_000, latencyMs },
    port: Number(new URL(small.env.BELVO_BASE_URL).port),
  })
  const broken = await listBroken(belvo)
  await withClient(small.url, (client) => forget(client, broken))
  try {
    return await measureVisits({ small, belvo, broken, url, log })
  } finally {
    await withClient(small.url, (client) => forget(client, broken))
  }
}

type Visited = { small: Mirror; belvo: SweptBelvo; broken: readonly BelvoLink[]; url: string; log: Stage["log"] }

async function measureVisits({ small, belvo, broken, url, log }: Visited): Promise<Figure[]> {
  const addresses = await makeAddresses(small, belvo, broken)
  log(`${addresses.length} addresses of broken links`)
  const looked: number[] = []
  for (const address of addresses) looked.push((await timed(() => look(address))).ms)
  const pressed: number[] = []
  for (const [at, address] of addresses.entries()) {
    if (at === warmUp) await belvo.forgetRequests()
    pressed.push((await timed(() => press(address, url))).ms)
  }
  const requests = await belvo.requests()
  const kb = await firstLoadKb(addresses.at(-1) ?? "", log)
  const each = (method: string) => requests.filter((one) => one.startsWith(method)).length / visits
  const measured = pressed.slice(warmUp)
  return [
    atMost("repair page, reads of Belvo a visit", each("GET "), 1),
    atMost("repair page, tokens asked of Belvo a visit", each("POST "), 1),
    atMost(
      "repair page, its button: server time over two calls of 100 ms, p95",
      p95(measured) / (2 * latencyMs),
      2,
      "×",
    ),
    told("the same, median and p95", `${median(measured).toFixed(0)} ms, ${p95(measured).toFixed(0)} ms`),
    told("repair page, looked at: median and p95", `${median(looked).toFixed(1)} ms, ${p95(looked).toFixed(1)} ms`),
    atMost("repair page, first load, all of it compressed", kb, mostKb, "kB"),
  ]
}

async function listBroken({ ctx }: SweptBelvo): Promise<BelvoLink[]> {
  const client = await openBelvo(ctx, "sweep")
  const { items } = await client.listLinkTexts({ pageSize: 1_000 })
  const broken = items
    .map((item) => item.link())
    .filter(({ status, institution }) => status === "invalid" && !isOpenFinanceBrazil(institution))
    .slice(0, warmUp + visits)
  if (broken.length < warmUp + visits) throw new Error(`Only ${broken.length} links are broken`)
  return broken
}

/** Of links that Belvo and the mirror have as broken. */
async function makeAddresses(mirror: Mirror, { ctx }: SweptBelvo, broken: readonly BelvoLink[]): Promise<string[]> {
  await applyLinks(ctx, { links: broken, observedAt: await databaseNow(ctx), cause: "live" })
  const engineer = await asEngineer(mirror)
  const addresses: string[] = []
  for (const { id } of broken) addresses.push((await makeAddress(engineer, { linkId: id })).url)
  return addresses
}

async function look(address: string): Promise<void> {
  const response = await fetch(address)
  const text = await response.text()
  if (response.status !== 200 || !text.includes("/repair.js"))
    throw new Error(`The page was answered by ${response.status}`)
}

/** As the page's own script does. */
async function press(address: string, origin: string): Promise<void> {
  const headers = { accept: "application/json", origin, "sec-fetch-site": "same-origin" }
  const response = await fetch(address, { method: "POST", headers })
  const { kind } = (await response.json()) as { kind: string }
  if (kind !== "open") throw new Error(`The button was answered by ${response.status}, ${kind}`)
}

/** Everything that Chromium, its cache empty, takes over the network before anything is done. */
async function firstLoadKb(address: string, log: Stage["log"]): Promise<number> {
  const executablePath = findChromium()
  const browser = await chromium.launch({ args: chromiumFlags, ...(executablePath ? { executablePath } : {}) })
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    const sizes: Promise<number>[] = []
    page.on("requestfinished", (request) => {
      const sized = request.sizes().then(({ responseBodySize, responseHeadersSize }) => {
        const kb = (responseBodySize + responseHeadersSize) / 1_000
        log(`${kb.toFixed(1)} kB ${request.resourceType()}`)
        return kb
      })
      sizes.push(sized)
    })
    await page.goto(address, { waitUntil: "networkidle" })
    return (await Promise.all(sizes)).reduce((sum, kb) => sum + kb, 0)
  } finally {
    await browser.close()
  }
}

/** What is measured leaves nothing in the mirror, where others measure after it. */
async function forget(client: pg.Client, links: readonly BelvoLink[]): Promise<void> {
  await client.query(`DELETE FROM repair_outcome; DELETE FROM repair_session; DELETE FROM repair_address; DELETE FROM repair_client;
    DELETE FROM pgboss.job WHERE name IN ('settle-session', 'settle-rumour'); DELETE FROM belvo_request`)
  const ids = links.map(({ id }) => id)
  for (const table of ["orphan", "link_event", "external_id_finding"])
    await client.query(`DELETE FROM ${table} WHERE link_id = ANY ($1::uuid[])`, [ids])
  await client.query("DELETE FROM link WHERE id = ANY ($1::uuid[])", [ids])
  // The simulator's institutions are none of the mirror's own.
  for (const table of ["link_place", "link_count_delta", "duplicate_group"])
    await client.query(`DELETE FROM ${table} t WHERE NOT EXISTS (
      SELECT FROM link l WHERE l.environment_id = t.environment_id AND l.institution = t.institution)`)
}
