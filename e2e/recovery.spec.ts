import { expect, type Page, test } from "@playwright/test"
import { newCustomer } from "@/e2e/belvo"
import { addMirroredLink, askDatabase } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"
import { memberOf } from "@/e2e/stack"

async function setUpWidget(page: Page) {
  await signInAs(page, "admin")
  // Where it was before the settings held it.
  await open(page, "/sandbox/recovery/widget")
  await expect(page).toHaveURL(/\/settings\/widget#environment-sandbox$/)
  const form = page.locator("#environment-sandbox")
  await form.getByLabel("Name of the company").fill("Acme")
  await form.getByLabel("Address of the icon").fill("https://acme.example/icon.svg")
  await form.getByLabel("Address of the logo").fill("https://acme.example/logo.svg")
  await form.getByLabel("Address of the terms").fill("https://acme.example/terms")
  await form.getByRole("button", { name: "Save" }).click()
  await expect(page.getByText("Saved", { exact: true })).toBeVisible()
  await page.context().clearCookies()
}

test("an agent connects something new for a customer, hears how it went, and finds it in the list", async ({
  page,
  browser,
}) => {
  const customer = newCustomer()
  const { id } = await addMirroredLink({
    ...{ institution: "gringotts_mx_retail", external_id: customer, status: "invalid" },
  })
  await setUpWidget(page)
  await signInAs(page, "support")

  await open(page, `/sandbox/links/${id}`)
  await page.getByRole("button", { name: "More" }).click()
  await page.getByRole("menuitem", { name: "Another link for this customer" }).click()
  await expect(page.getByText(/is broken: repair that link/)).toBeVisible()
  await page.getByLabel("Institution").selectOption({ label: "Erebor Mexico" })
  await page.getByRole("radio", { name: /^Single/ }).check()
  await page.getByRole("button", { name: "Create the address" }).click()
  const address = await page.getByRole("region", { name: "For the customer" }).locator("code").innerText()

  const phone = await browser.newPage()
  await phone.goto(address)
  await phone.getByTestId("wrong-password").click()
  await phone.getByTestId("exit").click()
  await phone.getByTestId("callback").click()
  await expect(phone.getByText("Nothing was connected")).toBeVisible()
  await expect(page.getByText("login refused")).toBeVisible()
  await phone.goto(address)
  await phone.getByTestId("connect").click()
  await phone.getByTestId("callback").click()
  await expect(phone.getByText("Your account is connected")).toBeVisible()
  await phone.close()

  await expect(page.getByText(/^Connected:/)).toBeVisible()
  await expect(page.getByRole("heading", { name: "2 links" })).toBeVisible()
  const [made] = await askDatabase<{ mode: string }>(
    "SELECT access_mode AS mode FROM link WHERE external_id = $1 AND institution = 'erebor_mx_retail'",
    [customer],
  )
  expect(made).toEqual({ mode: "single" })

  await open(page, `/sandbox/recovery?q=${customer}`)
  const row = page.getByRole("table", { name: "Recovery" }).locator("tbody tr")
  await expect(row).toHaveCount(1)
  await expect(row).toContainText(/New link.*Connected/)
  await page.getByLabel("Kind").selectOption("address")
  await expect(page.getByText("None of them match")).toBeVisible()
})

test("an address that somebody may still use is revoked from the list", async ({ page }) => {
  const { id } = await addMirroredLink({ institution: "gringotts_mx_retail", status: "invalid" })
  await askDatabase(
    `INSERT INTO repair_address (environment_id, link_id, hash, created_at, created_by, expires_at, last_outcome, error_code)
     SELECT e.id, $1::uuid, sha256(convert_to(gen_random_uuid()::text, 'UTF8')), now() - interval '1 hour', m.id, now() + interval '6 days', 'failed', 'institution_down'
     FROM environment e, member m WHERE e.slug = 'sandbox' AND m.email = $2`,
    [id, memberOf("engineer").email],
  )
  await signInAs(page, "support")
  await open(page, `/sandbox/recovery?outcome=failed&q=${id}`)
  const row = page.getByRole("table", { name: "Recovery" }).locator("tbody tr")
  await expect(row).toContainText(/Open.*last try: failed: bank not reachable/)
  await row.getByRole("button", { name: "Revoke" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Revoke the address" }).click()
  await expect(page.getByText("The address is revoked")).toBeVisible()
  await open(page, `/sandbox/recovery?outcome=ended&q=${id}`)
  await expect(row).toContainText("Revoked")
})
