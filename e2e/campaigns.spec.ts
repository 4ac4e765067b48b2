import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { type Browser, expect, type Page, test } from "@playwright/test"
import { tryAction } from "@/e2e/actions"
import { alone, download } from "@/e2e/alone"
import { addBelvoLinks, changeBelvoStatus, newCustomer } from "@/e2e/belvo"
import { visitWidget } from "@/e2e/customer"
import { askDatabase, untilMirrored } from "@/e2e/mirror"
import { type Handed, openReceiver } from "@/e2e/receiver"
import { open, signInAs } from "@/e2e/session"
import { campaignsInstant } from "@/e2e/settled"
import { stackFacts } from "@/e2e/stack"

/** A bank that nobody else's links in this stack are of, so that it is never down. */
const letters = [...crypto.randomUUID()].map((sign) => "abcdefghijklmnop".charAt(Number.parseInt(sign, 16)))
const institution = `${letters.join("").slice(0, 10)}_co_business`
const broken = { institution, status: "invalid", created_at: campaignsInstant } as const

test("an engineer pastes a list, sees which line is of no use, and discards the draft", async ({ page }) => {
  const [link] = await askDatabase<{ external_id: string }>(
    `SELECT external_id FROM link WHERE status = 'invalid' AND removed_at IS NULL AND external_id IS NOT NULL
       AND institution = 'erebor_mx_retail' AND created_at < now() - interval '1 day' ORDER BY id LIMIT 1`,
  )
  await signInAs(page, "engineer")
  await open(page, "/sandbox/recovery/campaigns/new")
  await page.getByRole("link", { name: "A pasted list of ids" }).click()
  await page.getByLabel("Link ids or external ids, one a line").fill(`${link?.external_id}\n\nrubbish`)
  await page.getByLabel("Name").fill("A pasted list")
  await page.getByRole("button", { name: "Show the preview" }).click()
  await expect(page).toHaveURL(/\/campaigns\/[0-9a-f-]{36}$/)
  await expect(page.getByRole("table", { name: "1 of 2 lines could not be used" })).toContainText("No link has this id")
  const id = page.url().split("/").at(-1)
  await page.getByRole("button", { name: "Discard", exact: true }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Discard the draft" }).click()
  await expect(page).toHaveURL(/\/campaigns$/)
  expect(await actsOn(id)).toEqual(["campaign.drafted", "campaign.discarded"])
})

test("2,000 customers from a filter to what came of them: by signed webhooks, at the widget, live on the page", async ({
  page,
  browser,
}) => {
  test.setTimeout(360_000)
  const receiver = await openReceiver()
  const admin = await browser.newPage()
  try {
    await addBelvoLinks(2_001, { ...broken, external_id: newCustomer() })
    await addBelvoLinks(3, { ...broken, external_id: null })
    await signInAs(admin, "admin")
    await signInAs(page, "engineer")
    const [[healed = ""]] = await Promise.all([
      alone("sweep", () => sweepIn(admin, 2_004)),
      setEndpoint(admin, receiver.url).then((secret) => Object.assign(receiver.state, { secret })),
    ])
    await draftOfFilter(page)
    await changeBelvoStatus(healed, "valid")
    await untilMirrored(healed, "valid")
    const { campaignId, heldOut, sent } = await start(page)
    await expect.poll(() => receiver.addresses.length, { intervals: [100] }).toBe(sent.length)
    const handed = receiver.addresses.toSorted(byLink)
    expect(handed.map(({ link_id }) => link_id)).toEqual(sent)
    expect(new Set(handed.map(({ repair_url }) => repair_url)).size).toBe(sent.length)
    expect(await downloadAddresses(page)).toEqual(handed)

    let loads = 0
    page.on("load", () => (loads += 1))
    const calm = { Sent: sent.length, Opened: 0, Repaired: 0, "Healed by itself": 0, "Gave up": 0, Failed: 0 }
    await expectStanding(page, { ...calm, Untouched: sent.length, Ended: 0 })
    const byThemselves = [...handed.slice(-3).map(({ link_id }) => link_id), ...[...heldOut].slice(0, 2)]
    await Promise.all(byThemselves.map((id) => changeBelvoStatus(id, "valid")))
    await Promise.all(byThemselves.map((id) => untilMirrored(id, "valid")))
    await Promise.all([actByBrowser(browser, handed.slice(0, 3)), actByThemselves(handed.slice(3, 12))])
    const came = { Sent: sent.length, Opened: 12, Repaired: 7, "Healed by itself": 3, "Gave up": 3, Failed: 2 }
    // What links come to by themselves is read each minute.
    await expectStanding(page, { ...came, Untouched: sent.length - 15, Ended: 0 }, { timeout: 90_000 })
    await expect(page.getByText(`2 of ${heldOut.size} work again`)).toBeVisible()
    await expect(page.getByText(`10 of ${grouped(sent.length)} work again`)).toBeVisible()
    await expect(page.getByRole("table", { name: "By institution" }).locator("tbody tr")).toContainText(institution)
    expect(loads).toBe(0)

    await page.getByRole("button", { name: "Pause" }).click()
    await expect(page.getByText("Paused: nobody new is asked")).toBeVisible()
    await page.getByRole("button", { name: "End", exact: true }).click()
    await page.getByRole("dialog").getByRole("button", { name: "End the campaign" }).click()
    await expect(page.getByText("This campaign has ended")).toBeVisible()
    const acts = ["drafted", "judged", "started", "paused", "ended"].map((act) => `campaign.${act}`)
    expect(await actsOn(campaignId)).toEqual(acts)
    expect(receiver.state.refused).toBe(0)
  } finally {
    receiver.close()
    await withoutEndpoint(admin)
  }
})

/** Has the mirror take in what Belvo has; answers this institution's links by their id. */
async function sweepIn(admin: Page, count: number): Promise<string[]> {
  let ids: string[] = []
  await expect(async () => {
    // One that is under way already may have passed these links by.
    await tryAction(admin, "requestSweepAction", ["sandbox", {}])
    await expect
      .poll(
        async () => {
          const sql = "SELECT id::text FROM link WHERE institution = $1 ORDER BY id"
          ids = (await askDatabase<{ id: string }>(sql, [institution])).map(({ id }) => id)
          return ids.length
        },
        { intervals: [500], timeout: 10_000 },
      )
      .toBe(count)
  }).toPass({ timeout: 120_000 })
  return ids
}

/** As an administrator does; answers the secret, which is shown this once. */
async function setEndpoint(admin: Page, url: string): Promise<string> {
  await open(admin, "/sandbox/recovery/outgoing")
  await admin.getByRole("link", { name: "Set it in the settings" }).click()
  await admin.locator("#environment-sandbox").getByRole("button", { name: "Set up" }).click()
  await admin.getByRole("dialog").getByLabel("Address").fill(url)
  await admin.getByRole("dialog").getByRole("button", { name: "Save" }).click()
  const secret = await admin.getByRole("dialog", { name: "The secret that signs" }).locator("code").innerText()
  expect(secret).toMatch(/^whsec_/)
  return secret
}

/** Where it fails, the test's own failure is the one to be told. */
async function withoutEndpoint(admin: Page): Promise<void> {
  try {
    await tryAction(admin, "removeEndpointAction", ["sandbox", undefined])
  } catch (error) {
    console.warn("The endpoint could not be removed", error)
  }
  await admin.close()
}

/** From the list of links, as it is filtered there. */
async function draftOfFilter(page: Page): Promise<void> {
  await open(page, `/sandbox/links?institution=${institution}&status=invalid`)
  await expect(page.getByText("2,004 rows")).toBeVisible()
  await page.getByRole("link", { name: "Campaign", exact: true }).click()
  await page.getByLabel("Name").fill("After the outage")
  await page.getByLabel("A wave every").selectOption({ label: "No waves: all at once" })
  await page.getByRole("button", { name: "Show the preview" }).click()
  await expect(page.getByText("2,004 links chosen")).toBeVisible()
}

/** Looks anew, starts, and waits until the worker has made all addresses; who is held out is drawn here once more. */
async function start(page: Page) {
  await page.getByRole("button", { name: "Look anew" }).click()
  await expect(page.locator("p", { hasText: /^Works again\s*1$/ })).toBeVisible()
  await expect(page.locator("p", { hasText: /^No external id.*\s*3$/ })).toBeVisible()
  const campaignId = page.url().split("/").at(-1) ?? ""
  const members = await askDatabase<{ seed: string; id: string }>(
    `SELECT c.seed::text, m.link_id::text AS id FROM campaign_member m JOIN campaign c ON c.id = m.campaign_id
     WHERE c.id = $1 AND m.left_out IS NULL ORDER BY m.link_id`,
    [campaignId],
  )
  expect(members).toHaveLength(2_000)
  const heldOut = new Set(members.filter(({ seed, id }) => isHeldOut(seed, id)).map(({ id }) => id))
  const asked = grouped(members.length - heldOut.size)
  await expect(page.getByText(`${asked} customers would be asked`)).toBeVisible()
  await page.getByRole("button", { name: "Start", exact: true }).click()
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Make ${asked} addresses` })
    .click()
  await expect(page.getByText(`${asked} / ${asked}`)).toBeVisible()
  return { campaignId, heldOut, sent: members.map(({ id }) => id).filter((id) => !heldOut.has(id)) }
}

/** As anybody can draw it who knows the seed: 5 of 100. */
function isHeldOut(seed: string, linkId: string): boolean {
  const draw = createHash("sha256").update(`${seed}:${linkId}`).digest().readUIntBE(0, 6)
  return draw < Math.floor((2 ** 48 * 5) / 100)
}

const grouped = (value: number): string => value.toLocaleString("en")
const byLink = (one: Handed, other: Handed): number => (one.link_id < other.link_id ? -1 : 1)

async function downloadAddresses(page: Page): Promise<Handed[]> {
  const link = page.getByRole("link", { name: "Addresses (CSV)", exact: true })
  const { name, path } = await download(page, "engineer", () => link.click())
  expect(name).toMatch(/^enlace_sandbox_campaign_raw_/)
  const [head, ...rows] = (await readFile(path, "utf8")).trim().split("\n")
  expect(head).toBe("external_id,link_id,institution,repair_url,expires_at")
  const read = rows.map((row) => {
    const [external_id = "", link_id = "", bank = "", repair_url = "", expires_at = ""] = row.split(",")
    return { external_id, link_id, institution: bank, repair_url, expires_at }
  })
  return read.toSorted(byLink)
}

/** At phone size: a wrong password and then the right one; somebody who leaves; somebody whose bank is down. */
async function actByBrowser(browser: Browser, [first, second, third]: readonly Handed[]): Promise<void> {
  const context = await browser.newContext({
    baseURL: stackFacts().url,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const phone = await context.newPage()
  const widget = phone.frameLocator("#belvo iframe")
  const begin = async (address: Handed | undefined) => {
    await phone.goto(address?.repair_url ?? "")
    await phone.getByRole("button", { name: "Continue" }).click()
  }
  await begin(first)
  await widget.getByTestId("wrong-password").click()
  await expect(widget.getByTestId("error")).toBeVisible()
  await widget.getByTestId("right-password").click()
  await expect(phone.getByRole("heading", { name: "Connected again" })).toBeVisible()
  await begin(second)
  await widget.getByTestId("exit").click()
  await expect(phone.getByRole("heading", { name: "Not finished yet" })).toBeVisible()
  await begin(third)
  await widget.locator("summary").click()
  await widget.getByTestId("exit-institution_down").click()
  await expect(phone.getByRole("heading", { name: "does not answer at the moment" })).toBeVisible()
  await context.close()
}

/** Six repair their links, two leave, one fails. */
async function actByThemselves(addresses: readonly Handed[]): Promise<void> {
  const acts = [...Array<"right_password">(6).fill("right_password"), "exit", "exit", "exit:login_error"] as const
  for (const [n, act] of acts.entries()) await visitWidget(addresses[n]?.repair_url ?? "", act)
}

/** What the campaign's page shows comes by itself. */
async function expectStanding(
  page: Page,
  standing: Record<string, number>,
  { timeout }: { timeout?: number } = {},
): Promise<void> {
  const stats = page.getByRole("region", { name: "How those who were asked stand" }).locator("> div")
  const shown = () =>
    stats.evaluate((all) =>
      Object.fromEntries(
        [...all.children].map(({ children: [name, value] }) => [
          name?.textContent ?? "",
          Number(value?.textContent?.replaceAll(",", "")),
        ]),
      ),
    )
  await expect.poll(shown, { intervals: [250], ...(timeout ? { timeout } : {}) }).toEqual(standing)
}

async function actsOn(campaignId: string | undefined): Promise<string[]> {
  const sql = "SELECT action FROM audit_entry WHERE entity = 'campaign' AND entity_id = $1 ORDER BY seq"
  return (await askDatabase<{ action: string }>(sql, [campaignId])).map(({ action }) => action)
}
