import { expect, type Page, test } from "@playwright/test"
import { download } from "@/e2e/alone"
import { breakBelvo, repairBelvo } from "@/e2e/belvo"
import { addMirroredLink } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"

// One after the other: each breaks Belvo for itself.
test.describe.configure({ mode: "serial" })
test.afterEach(repairBelvo)

const banner = (page: Page) => page.getByRole("status").filter({ hasText: "Belvo has not answered since" })

async function brokenLink() {
  const { id, external_id } = await addMirroredLink({ institution: "gringotts_mx_retail", status: "invalid" })
  return { id, name: external_id ?? "" }
}

test("while Belvo is down the mirror is served and says since when; afterwards all is well by itself", async ({
  page,
}) => {
  const { id, name } = await brokenLink()
  await signInAs(page, "engineer")
  await page.goto("/sandbox/links")
  await expect(banner(page)).toHaveCount(0)
  await breakBelvo()
  const begun = Date.now()

  await open(page, `/sandbox/links/${id}`)
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible()
  await expect(page.getByText("Belvo could not be asked. This is the mirror of")).toBeVisible()
  await expect(banner(page)).toBeVisible()
  const since = Date.parse((await banner(page).locator("time").getAttribute("datetime")) ?? "")
  expect(since).toBeGreaterThan(begun - 1_000)
  expect(since).toBeLessThan(Date.now())
  await page.getByRole("button", { name: "Create update-mode session" }).click()
  await expect(page.getByRole("region", { name: "Notifications" })).toContainText(/Belvo/)
  await expect(page.getByRole("dialog", { name: "For the customer" })).toHaveCount(0)

  for (const path of ["", "/links?status=invalid", "/trends", "/webhooks", "/sync"]) {
    await page.goto(`/sandbox${path}`)
    await expect(banner(page)).toBeVisible()
    await expect(page.getByRole("main").getByRole("alert")).toHaveCount(0)
  }
  await open(page, "/sandbox/links")
  await expect(page.getByRole("table", { name: "Links" }).locator("tbody tr")).toHaveCount(50)
  await page.getByRole("combobox", { name: "Search" }).fill(name)
  await page.keyboard.press("Enter")
  await expect(page.getByRole("complementary", { name: "Link" }).getByRole("heading", { name })).toBeVisible()
  await open(page, "/sandbox/links?status=invalid")
  await download(page, "engineer", () => page.getByRole("button", { name: "Export CSV" }).click())

  await repairBelvo()
  await page.goto(`/sandbox/links/${id}`)
  await expect(page.getByText("Belvo says the same, asked")).toBeVisible()
  await expect(banner(page)).toHaveCount(0)
})

test("Belvo's own list says that Belvo could not be asked, and leads back to the mirror", async ({ page }) => {
  await signInAs(page, "support")
  await breakBelvo()
  await page.goto("/sandbox/links?status=invalid&live=1")
  await expect(page.getByText("Belvo could not be asked")).toBeVisible()
  await page.getByRole("link", { name: "Show the mirror" }).click()
  await expect(page.getByRole("table", { name: "Links" }).locator("tbody tr")).toHaveCount(50)

  await repairBelvo()
  await page
    .getByRole("switch", { name: "Live" })
    .or(page.getByRole("link", { name: "Live" }))
    .click()
  await expect(page.getByText("Belvo’s own list, asked")).toBeVisible()
})
