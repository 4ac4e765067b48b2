import { expect, type Locator, type Page, test } from "@playwright/test"
import { addBelvoLink, changeBelvoStatus } from "@/e2e/belvo"
import { askDatabase, untilMirrored } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"

async function toldOfBrokenLink(): Promise<string> {
  const { id } = await addBelvoLink({ institution: "gringotts_mx_retail" })
  await changeBelvoStatus(id, "invalid")
  await untilMirrored(id, "invalid")
  return id
}

test("an engineer opens a webhook, sees what it caused and its payload, and has several read again", async ({
  page,
}) => {
  const id = await toldOfBrokenLink()
  await signInAs(page, "engineer")
  await open(page, "/sandbox/webhooks")
  const inbox = page.getByRole("table", { name: "Webhooks" })
  const row = inbox.getByRole("row").filter({ has: page.locator(`a[href="/sandbox/links/${id}"]`) })
  await leafTo(page, row)
  await expect(row).toContainText("The bank refused the credentials")
  await row.getByText("The bank refused the credentials").click()

  const panel = page.getByRole("complementary", { name: "Webhook" })
  await expect(panel.getByText("LINK invalid_credentials")).toBeVisible()
  await expect(panel.locator("pre")).toContainText(`"link_id": "${id}"`)
  await expect(page).toHaveURL(/open=/)
  await page.keyboard.press("Escape")
  await expect(panel).toHaveCount(0)

  await row.getByRole("checkbox").check()
  await page.getByRole("main").getByRole("button", { name: "Read again" }).first().click()
  await expect(page.getByText("One link will be read again")).toBeVisible()
  const [entry] = await askDatabase<{ count: string }>(
    "SELECT count(*) FROM audit_entry WHERE action = 'webhooks.reread'",
  )
  expect(Number(entry?.count)).toBeGreaterThan(0)
})

/** Others may have come since. */
async function leafTo(page: Page, row: Locator): Promise<void> {
  const rows = page.getByRole("table", { name: "Webhooks" }).locator("tbody tr")
  await expect(async () => {
    await expect(rows.first()).toBeVisible()
    if ((await row.count()) > 0) return
    await page.getByRole("link", { name: "Next", exact: true }).click()
    await expect(row).toBeVisible({ timeout: 2_000 })
  }).toPass()
}

test("a viewer sees what came and not what it held", async ({ page }) => {
  const id = await toldOfBrokenLink()
  await signInAs(page, "viewer")
  const [event] = await askDatabase<{ id: string }>("SELECT id FROM webhook_event WHERE link_id = $1", [id])
  await open(page, `/sandbox/webhooks?open=${event?.id}`)
  const panel = page.getByRole("complementary", { name: "Webhook" })
  await expect(panel.getByText("Your role does not show the payload")).toBeVisible()
  await expect(panel.locator("pre")).toHaveCount(0)
  await page.goto("/sandbox/jobs")
  await expect(page.getByRole("table")).toHaveCount(0)
})

test("the jobs of the environment are shown to who may run them", async ({ page }) => {
  await signInAs(page, "engineer")
  await open(page, "/sandbox/jobs")
  await expect(page.getByRole("table", { name: "Queues" })).toContainText("Read links again after webhooks")
})
