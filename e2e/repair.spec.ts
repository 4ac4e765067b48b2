import { readFile } from "node:fs/promises"
import { get } from "node:http"
import { join } from "node:path"
import { expect, type FrameLocator, type Page, test } from "@playwright/test"
import { z } from "zod"
import { carryOut } from "@/e2e/actions"
import { expectNoViolations } from "@/e2e/axe"
import { addMirroredLink, addMirroredLinks, askDatabase } from "@/e2e/mirror"
import { open, signedInAgent, signInAs, watchPolicy } from "@/e2e/session"
import { stackFacts } from "@/e2e/stack"
import { testStack } from "@/scripts/stack/test-stack"
import type { WireLink } from "@/simulator/wire"

const made = z.object({ url: z.string(), addressId: z.string() })
const byKind = {
  inputless: "heimdall_mx_retail",
  text: "heimdall_mx_business",
  numeric: "anahuac_mx_retail",
  qr: "heimdall_cl_retail",
}

const broken = { institution: "gringotts_mx_retail", status: "invalid" } as const

/** Addresses of new broken links. */
async function makeAddresses(drafts: readonly Partial<WireLink>[]) {
  const agent = await signedInAgent()
  const addresses: { url: string; addressId: string; link: WireLink }[] = []
  for (const link of await addMirroredLinks(drafts.map((draft) => ({ ...broken, ...draft })))) {
    const { url, addressId } = made.parse(await carryOut(agent, "makeAddressAction", ["sandbox", { linkId: link.id }]))
    addresses.push({ url, addressId, link })
  }
  return addresses
}

const widgetOf = (page: Page): FrameLocator => page.frameLocator("#belvo iframe")
const begin = (page: Page) => page.getByRole("button", { name: "Continue" }).click()
const title = (page: Page, name: string | RegExp) => expect(page.getByRole("heading", { name })).toBeVisible()

/** Of one request, as it comes over the wire to a browser that takes gzip. */
function compressedBytes(url: string): Promise<number> {
  return new Promise((done, fail) => {
    get(url, { headers: { "accept-encoding": "gzip" } }, (response) => {
      let bytes = 0
      response.on("data", (chunk: Buffer) => (bytes += chunk.length)).on("end", () => done(bytes))
    }).on("error", fail)
  })
}

test("a customer meets a wrong password first, and the right one repairs the link @mobile", async ({ page }) => {
  const [address] = await makeAddresses([{}])
  const { url = "", addressId, link } = address ?? {}
  const violations = await watchPolicy(page)
  const document = await page.goto(url)
  const headers = document?.headers() ?? {}
  expect(headers["referrer-policy"]).toBe("no-referrer")
  expect(headers["x-robots-tag"]).toContain("noindex")
  await title(page, "Reconnect Gringotts Mexico")
  expect(await page.content()).not.toMatch(new RegExp(`${link?.id}|${link?.external_id}`))
  await expectNoViolations(page)
  expect((await compressedBytes(url)) + (await compressedBytes(`${stackFacts().url}/repair.js`))).toBeLessThan(15_000)
  const opened = () => askDatabase("SELECT FROM repair_outcome WHERE address_id = $1", [addressId])
  expect(await opened()).toHaveLength(0)

  await begin(page)
  await widgetOf(page).getByTestId("wrong-password").click()
  await expect(widgetOf(page).getByTestId("error")).toBeVisible()
  await widgetOf(page).getByTestId("right-password").click()
  await title(page, "Connected again")
  expect(await page.context().cookies()).toEqual([])
  expect(violations).toEqual([])
  await page.reload()
  await title(page, "Connected again")
  const token = url.split("/").at(-1) ?? ""
  expect(await readFile(join(testStack.dataDir, "logs/web.log"), "utf8")).not.toContain(token)
})

test("a customer gives a second factor of each kind at the repair page @mobile", async ({ page }) => {
  const drafts = Object.values(byKind).map((institution) => ({ institution, status: "token_required" as const }))
  for (const { url, link } of await makeAddresses(drafts)) {
    await page.goto(url)
    await begin(page)
    const widget = widgetOf(page)
    if (link.institution !== byKind.qr) {
      await widget.getByTestId("token").fill(await widget.getByTestId("right-token").innerText())
    }
    await widget.getByTestId("send-token").click()
    await title(page, "Connected again")
  }
})

test("a customer who leaves is told why, and can try again at the same address @mobile", async ({ page }) => {
  const [{ url, addressId } = { url: "", addressId: "" }] = await makeAddresses([{}])
  const told = {
    institution_down: "Gringotts Mexico does not answer at the moment",
    login_error: "Gringotts Mexico did not accept it",
    too_many_sessions: "Gringotts Mexico does not answer at the moment",
    unexpected_error: "Gringotts Mexico did not accept it",
  }
  await page.goto(url)
  await begin(page)
  for (const [code, words] of Object.entries(told)) {
    await widgetOf(page).locator("summary").click()
    await widgetOf(page).getByTestId(`exit-${code}`).click()
    await title(page, words)
    await page.getByRole("button", { name: "Try again" }).click()
  }
  await widgetOf(page).getByTestId("exit").click()
  await title(page, "Not finished yet")
  const sql = "SELECT state, error_code FROM repair_session WHERE address_id = $1 ORDER BY opened_at"
  await expect
    .poll(() => askDatabase(sql, [addressId]))
    .toEqual([
      ...Object.keys(told).map((error_code) => ({ state: "failed", error_code })),
      { state: "gave_up", error_code: null },
    ])
})

test("where Belvo's script is blocked, or none runs at all, the widget comes on a page of its own @mobile", async ({
  page,
  browser,
}) => {
  const [blocked, scriptless] = await makeAddresses([{}, {}])
  await page.route("**/widget/sdk.js", (route) => route.abort())
  await page.goto(blocked?.url ?? "")
  await begin(page)
  await page.getByTestId("right-password").click()
  await expect(page.getByTestId("connected")).toBeVisible()

  const context = await browser.newContext({ javaScriptEnabled: false, locale: "pt-PT" })
  const plain = await context.newPage()
  await plain.goto(scriptless?.url ?? "")
  await plain.getByRole("button", { name: "Continuar" }).click()
  await plain.getByTestId("right-password").click()
  await expect(plain.getByTestId("connected")).toBeVisible()
  await expect(async () => {
    await plain.goto(scriptless?.url ?? "")
    await expect(plain.getByRole("heading", { name: "Conectado de novo" })).toBeVisible({ timeout: 500 })
  }).toPass()
  await context.close()
})

test("an address that has ended is kind and says whom to ask @mobile", async ({ page }) => {
  const [{ url, addressId } = { url: "", addressId: "" }] = await makeAddresses([{}])
  await askDatabase("UPDATE repair_address SET expires_at = now() - interval '1 second' WHERE id = $1", [addressId])
  expect((await page.goto(url))?.status()).toBe(410)
  await title(page, "This address has expired")
  await expect(page.getByText("Questions? Ask")).toBeVisible()
  await expect(page.getByRole("button")).toHaveCount(0)
  await expectNoViolations(page)
  expect((await page.goto(`${stackFacts().url}/repair/${"A".repeat(22)}`))?.status()).toBe(404)
  await title(page, "This address does not exist")
  const crossSite = { headers: { "sec-fetch-site": "cross-site", accept: "application/json" } }
  expect((await page.request.post(url, crossSite)).status()).toBe(403)
})

test("an agent makes a repair address, hands it over and takes it back", async ({ page, browser }) => {
  await signInAs(page, "support")
  const { id } = await addMirroredLink(broken)
  await open(page, `/sandbox/links/${id}`)
  await page.getByRole("button", { name: "Repair address" }).click()
  const dialog = page.getByRole("dialog", { name: "Repair addresses of this link" })
  await dialog.getByRole("button", { name: "Make an address" }).click()
  const url = await dialog.locator("code").innerText()
  expect(url).toMatch(/\/repair\/[\w-]{22}$/)
  await expect(dialog.getByText("not opened yet")).toBeVisible()
  const customer = await browser.newPage()
  await customer.goto(url)
  await begin(customer)
  await expect(widgetOf(customer).getByTestId("right-password")).toBeVisible()
  await dialog.getByRole("button", { name: "Revoke" }).click()
  await page.getByRole("button", { name: "Revoke the address" }).click()
  await expect(dialog.getByText("revoked", { exact: true })).toBeVisible()
  await customer.goto(url)
  await title(customer, "This address is no longer in use")
  await page.reload()
  const timeline = page.getByRole("listitem")
  await expect(timeline.filter({ hasText: "The customer opened the repair address" })).toBeVisible()
  await expect(timeline.filter({ hasText: "revoked a repair address" })).toBeVisible()
})
