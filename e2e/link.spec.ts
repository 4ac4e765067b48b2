import { expect, type Locator, type Page, test } from "@playwright/test"
import { expectNoViolations } from "@/e2e/axe"
import { addBelvoLink, changeBelvoStatus } from "@/e2e/belvo"
import { addMirroredLink } from "@/e2e/mirror"
import { open, signInAs, watchPolicy } from "@/e2e/session"
import { weekAgo } from "@/e2e/settled"
import { memberOf } from "@/e2e/stack"
import type { WireLink } from "@/simulator/wire"

test.use({ permissions: ["clipboard-read", "clipboard-write"] })

/** Opens a new link by its own address; Belvo is asked for it. */
async function openNew(page: Page, draft: Partial<WireLink>): Promise<WireLink & { name: string }> {
  const link = await addMirroredLink(draft)
  await open(page, `/sandbox/links/${link.id}`)
  const name = link.external_id ?? ""
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible()
  await expect(page.getByText(/Belvo says the same, asked/)).toBeVisible()
  return { ...link, name }
}

const panelOf = (page: Page): Locator => page.getByRole("complementary", { name: "Link" })

test("a row opens beside its list, j and k go on from there, and Esc leads back to the same place", async ({
  page,
}) => {
  await signInAs(page, "support")
  const list = `/sandbox/links?status=invalid&createdTo=${weekAgo()}`
  await open(page, list)
  const rows = page.getByRole("table", { name: "Links" }).locator("tbody tr")
  await expect(rows.nth(22)).toBeVisible()
  const names = await rows.getByRole("link").allTextContents()
  await rows.nth(20).scrollIntoViewIfNeeded()
  const box = page.getByRole("table", { name: "Links" }).locator("..")
  const scrolled = () => box.evaluate((element) => [element.scrollTop, document.querySelector("main")?.scrollTop])
  await rows.nth(20).getByRole("link").click()
  const heading = panelOf(page).getByRole("heading", { level: 2 })
  await expect(heading).toHaveText(names[20] ?? "")
  await expect(page).toHaveURL(/\/sandbox\/links\/[0-9a-f-]{36}$/)
  const before = await scrolled()

  await page.keyboard.press("j")
  await expect(heading).toHaveText(names[21] ?? "")
  await panelOf(page).getByRole("button", { name: "Previous row (k)" }).click()
  await expect(heading).toHaveText(names[20] ?? "")
  await page.keyboard.press("Escape")
  await expect(panelOf(page)).toHaveCount(0)
  await expect(page).toHaveURL(list)
  await expect.poll(scrolled).toEqual(before)
  await expect(rows.nth(20)).toHaveAttribute("data-active")

  await page.goForward()
  await expect(heading).toHaveText(names[20] ?? "")
  await page.getByRole("navigation").getByRole("link", { name: "Trends" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Trends" })).toBeVisible()
  await expect(panelOf(page)).toHaveCount(0)
})

test("a link that the mirror has not heard of is asked for, and what Belvo then says otherwise is marked", async ({
  page,
}) => {
  await signInAs(page, "support")
  const { id, external_id: name } = await addBelvoLink({ status: "invalid" })
  await open(page, `/sandbox/links/${id}`)
  await page.getByRole("button", { name: "Ask Belvo now" }).click()
  await expect(page.getByRole("heading", { level: 1, name: name ?? "" })).toBeVisible()
  await expect(page.getByText(/Belvo says the same, asked/)).toBeVisible()
  await changeBelvoStatus(id, "valid", { webhook: false })
  await page.getByRole("button", { name: "Ask again" }).click()
  await expect(page.getByText(/Belvo now says valid; the mirror said invalid/)).toBeVisible()
  await expect(page.getByText("Working.")).toBeVisible()
  await expect(page.getByText(/the mirror said/)).toHaveCount(2)
  await expect(page.getByRole("button", { name: "Create update-mode session" })).toHaveCount(0)
})

test("an address is asked about before it is lost, a colleague sees who has it, and it is kept nowhere", async ({
  page,
  browser,
}) => {
  await signInAs(page, "support")
  const { id } = await openNew(page, { status: "invalid" })
  await page.getByRole("button", { name: "Create update-mode session" }).click()
  const dialog = page.getByRole("dialog", { name: "For the customer" })
  const address = await dialog.locator("code").innerText()
  const token = new URL(address).searchParams.get("access_token") ?? ""
  await dialog.getByRole("button", { name: "Copy the message" }).click()
  const message = await page.evaluate(() => navigator.clipboard.readText())
  expect(message).toContain(`¡Hola! Para que tu conexión con Erebor Mexico siga funcionando`)
  expect(message).toContain(address)
  await dialog.getByText("QR code").click()
  const qr = dialog.getByRole("img", { name: "QR code of the address" })
  const [width, modules] = await qr.evaluate((svg) => [
    svg.clientWidth,
    Number(svg.getAttribute("viewBox")?.split(" ")[2]),
  ])
  expect((width ?? 0) / (modules ?? 1)).toBeGreaterThanOrEqual(4)
  await page.keyboard.press("Escape")
  await expect(dialog).toHaveCount(0)

  await page.getByRole("link", { name: "Overview" }).click()
  const leaving = page.getByRole("dialog", { name: "Leave without the address?" })
  await leaving.getByRole("button", { name: "Stay" }).click()
  await page.getByRole("button", { name: "Show the address" }).click()
  await expect(dialog.locator("code")).toHaveText(address)
  await page.keyboard.press("Escape")
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))
  expect(kept).not.toContain(token)

  const other = await browser.newPage()
  await signInAs(other, "engineer")
  await open(other, `/sandbox/links/${id}`)
  await expect(other.getByText(`${memberOf("support").name} has a session open for another`)).toBeVisible()
  expect(await other.content()).not.toContain(token)
  await other.getByRole("button", { name: "Create another" }).click()
  const standing = other.getByRole("dialog", { name: "A session is open already" })
  await expect(standing).toContainText(`${memberOf("support").name} opened one at`)
  await standing.getByRole("button", { name: "Take over with a new address" }).click()
  await expect(other.getByRole("dialog", { name: "For the customer" })).toBeVisible()
  await expect(page.getByText(`${memberOf("engineer").name} has a session open for another`)).toBeVisible()

  await page.getByRole("link", { name: "Overview" }).click()
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible()
})

/** What the customer reads on the phone or device, or types into it. */
const kinds = [
  { institution: "heimdall_mx_retail", answer: async () => "111111" },
  { institution: "heimdall_mx_business", answer: async () => "111111" },
  {
    institution: "anahuac_mx_retail",
    answer: async (dialog: Locator) => [...(await dialog.getByText(/^\d{6}$/).innerText())].reverse().join(""),
  },
  { institution: "heimdall_cl_retail", answer: null },
]

test("the code on the phone, of every kind, by keyboard alone", async ({ page }) => {
  await signInAs(page, "support")
  for (const { institution, answer } of kinds) {
    await openNew(page, { institution, status: "token_required" })
    await page.keyboard.press("?")
    const keys = page.getByRole("dialog", { name: "Keyboard shortcuts" })
    await expect(keys.getByRole("definition").filter({ hasText: "Give the code on the phone" })).toBeVisible()
    await page.keyboard.press("Escape")
    // From wherever one is on the page: one key, Enter, the code, Enter.
    await page.keyboard.press("m")
    await expect(page.getByRole("dialog").getByText(/reads the accounts: the least/)).toBeVisible()
    await page.keyboard.press("Enter")
    const dialog = page.getByRole("dialog", { name: "The bank wants a code" })
    await expect(dialog.getByRole("timer")).toBeVisible()
    if (answer) {
      await expect(dialog.getByText("Never ask for the customer's password.")).toBeVisible()
      await page.keyboard.type("000000")
      await page.keyboard.press("Enter")
      await expect(dialog.getByText(/This is a new challenge/)).toBeVisible()
      await expect(dialog.getByLabel("Answer of the customer")).toHaveValue("")
      await page.keyboard.type(await answer(dialog))
    } else {
      await expect(dialog.getByRole("img", { name: "Code of the bank to scan" })).toBeVisible()
    }
    await page.keyboard.press("Enter")
    await expect(dialog).toHaveCount(0)
    await expect(page.getByText("Working.")).toBeVisible()
  }
})

test("a refresh cools down before one's eyes, also for who comes later, and a note stays", async ({ page }) => {
  await signInAs(page, "support")
  await openNew(page, { status: "valid" })
  await page.getByRole("button", { name: "Refresh", exact: true }).click()
  await expect(page.getByRole("button", { name: /Refresh in \d+:\d\d/ })).toBeDisabled()
  await expect(page.getByText(/Data not ready: Belvo has not delivered all of it yet/)).toBeVisible()
  await page.reload()
  await expect(page.getByRole("button", { name: /Refresh in \d+:\d\d/ })).toBeDisabled()

  await page.getByLabel("Write a note").fill("Called; enters it tonight")
  await page.getByLabel("Ticket").fill("SUP-1234")
  await page.getByRole("button", { name: "Add note" }).click()
  const note = page.getByRole("listitem").filter({ hasText: `${memberOf("support").name} wrote a note` })
  await expect(note).toContainText("Called; enters it tonight")
  await expect(note).toContainText("Ticket SUP-1234")
})

test("a consent of Brazil's open finance is renewed elsewhere, and the page says where", async ({ page }) => {
  await signInAs(page, "support")
  await openNew(page, { institution: "ofipanema_br_retail", status: "invalid" })
  await page.getByRole("button", { name: "Renew the consent" }).click()
  const dialog = page.getByRole("dialog", { name: "The consent is renewed by the customer" })
  await expect(dialog.getByRole("link", { name: "Open My Belvo Portal" })).toHaveAttribute(
    "href",
    "https://meuportal.belvo.com/?mode=landing",
  )
  await expect(dialog.getByText(/renove o seu consentimento/)).toBeVisible()
})

test("on a telephone everything is in reach and nothing is cut @mobile", async ({ page }) => {
  await signInAs(page, "support")
  await openNew(page, { status: "invalid" })
  await expect(page.getByRole("button", { name: "Create update-mode session" })).toBeInViewport()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})

test("axe finds nothing with an address on show", async ({ page }) => {
  const violations = await watchPolicy(page)
  await signInAs(page, "engineer")
  await openNew(page, { status: "invalid" })
  await page.getByRole("button", { name: "Create update-mode session" }).click()
  await page.getByRole("dialog", { name: "For the customer" }).getByText("QR code").click()
  await expect(page.getByRole("img", { name: "QR code of the address" })).toBeVisible()
  await expectNoViolations(page)
  expect(violations).toEqual([])
})
