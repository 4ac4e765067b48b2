import { type Browser, expect, type Locator, type Page, test } from "@playwright/test"
import { addBelvoLink, changeBelvoStatus, tellNews } from "@/e2e/belvo"
import { untilMirrored, webhookTimeoutMs } from "@/e2e/mirror"
import { open, signInAs, untilReady } from "@/e2e/session"
import { memberOf } from "@/e2e/stack"

/** As it comes from a chat: with a blank and quotes around it. */
async function paste(page: Page, text: string) {
  await page.evaluate((value) => navigator.clipboard.writeText(value), ` "${text}" `)
  await page.keyboard.press("/")
  await page.keyboard.press("ControlOrMeta+v")
}

/** Creates the session and hands its address over to the customer, who opens it on a device of their own. */
async function handOver(link: Locator, browser: Browser): Promise<Page> {
  await link.getByRole("button", { name: "Create update-mode session" }).click()
  const dialog = link.page().getByRole("dialog", { name: "For the customer" })
  await expect(dialog.getByRole("timer")).toContainText("left")
  const address = await dialog.locator("code").innerText()
  await expect(dialog.getByText("Shown only here and only once")).toBeVisible()
  await dialog.getByRole("button", { name: "Keep it here" }).click()
  const customer = await browser.newPage()
  await customer.goto(address)
  return customer
}

test.use({ permissions: ["clipboard-read", "clipboard-write"] })

test("an agent finds a customer's link by one paste, hands a session over, and sees it turn valid", async ({
  page,
  browser,
}) => {
  const { id, external_id: customerId } = await addBelvoLink({ institution: "gringotts_mx_retail" })
  await changeBelvoStatus(id, "invalid")
  await untilMirrored(id, "invalid")

  const { email, password } = memberOf("support")
  await open(page, "/")
  await page.getByLabel("E-mail").fill(email)
  await page.getByLabel("Password", { exact: true }).fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
  await expect(page).toHaveURL(/\/sandbox$/)
  await untilReady(page)
  await paste(page, customerId ?? "")

  await expect(page).toHaveURL(new RegExp(`/sandbox/links/${id}$`))
  const link = page.getByRole("complementary", { name: "Link" })
  await expect(link.getByRole("heading", { name: customerId ?? "" })).toBeVisible()
  await expect(link.getByRole("banner").or(link.locator("header")).getByText("invalid", { exact: true })).toBeVisible()
  await expect(link.getByText("The bank no longer accepts the stored credentials")).toBeVisible()
  await expect(
    link.getByText("The customer enters them again: open an update-mode session, or hand over a repair address."),
  ).toBeVisible()
  await expect(link.getByText("Belvo says the same, asked")).toBeVisible()

  const customer = await handOver(link, browser)
  await expect(link.getByText(/Your session is open for another \d+:\d\d/)).toBeVisible()
  await customer.getByTestId("right-password").click()
  await expect(customer.getByTestId("connected")).toBeVisible()

  await expect(link.getByText(/Valid again at/)).toBeVisible({ timeout: webhookTimeoutMs })
  await expect(link.getByText("Working.")).toBeVisible()
  await expect(link.getByRole("button", { name: "Create update-mode session" })).toHaveCount(0)
  const timeline = link.getByRole("listitem")
  await expect(timeline.filter({ hasText: "invalid → valid" })).toHaveCount(1)
  await expect(timeline.filter({ hasText: `${memberOf("support").name} opened an update-mode session` })).toContainText(
    "repaired",
  )
  await expect(timeline.filter({ hasText: "Belvo: the bank refused the credentials" })).toContainText("Request id")
})

test("a wrong password first leaves the link invalid and the address of use; the right one then repairs it", async ({
  page,
  browser,
}) => {
  const { id, external_id: customerId } = await addBelvoLink({ institution: "gringotts_mx_retail", status: "invalid" })
  await signInAs(page, "support")
  await open(page, "/sandbox")
  await paste(page, customerId ?? "")
  const link = page.getByRole("complementary", { name: "Link" })
  await expect(link.getByRole("heading", { name: customerId ?? "" })).toBeVisible()
  expect(page.url()).toContain(id)

  const customer = await handOver(link, browser)
  await customer.getByTestId("wrong-password").click()
  await expect(customer.getByTestId("error")).toBeVisible()
  await expect(link.getByText(/Your session is open for another/)).toBeVisible()
  await expect(link.getByText("The bank no longer accepts the stored credentials")).toBeVisible()

  await customer.getByTestId("right-password").click()
  await expect(customer.getByTestId("connected")).toBeVisible()
  await tellNews(id)
  await expect(link.getByText(/Valid again at/)).toBeVisible({ timeout: webhookTimeoutMs })
})
