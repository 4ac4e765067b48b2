import { type Browser, expect, test } from "@playwright/test"
import { attempt, open, signInAs } from "@/e2e/session"

const password = "cavalo bateria correto"

/** Invites a member of the given role by the administrator's page; answers the address of the invitation. */
async function invite(browser: Browser, email: string, role: string) {
  const page = await browser.newPage()
  await signInAs(page, "admin")
  await open(page, "/settings/members")
  await page.getByRole("button", { name: "Add member" }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByLabel("E-mail").fill(email)
  await dialog.getByLabel("Role").selectOption(role)
  await dialog.getByRole("button", { name: "Add member" }).click()
  await expect(page.getByRole("heading", { name: `Invitation for ${email}` })).toBeVisible()
  const address = await page.getByRole("dialog").locator("code").innerText()
  await page.getByRole("button", { name: "Done" }).click()
  return { admin: page, address }
}

test("an invited member chooses a password, works, and is out at the next click once disabled", async ({ browser }) => {
  const email = `invited-${crypto.randomUUID()}@example.com`
  const { admin, address } = await invite(browser, email, "support")

  const page = await browser.newPage()
  await open(page, address)
  await page.getByLabel("New password").fill("short")
  await page.getByLabel("Repeat it").fill("short")
  await page.getByRole("button", { name: "Set password and sign in" }).click()
  await expect(page.getByText("Use at least 10 characters")).toBeVisible()
  await page.getByLabel("New password").fill(password)
  await page.getByLabel("Repeat it").fill(password)
  await page.getByRole("button", { name: "Set password and sign in" }).click()
  await expect(page).toHaveURL(/\/sandbox$/)
  await page.goto(address)
  await expect(page.getByText("This invitation has ended")).toBeVisible()

  await admin.getByRole("button", { name: `Actions for ${email}` }).click()
  await admin.getByRole("menuitem", { name: "Disable" }).click()
  await admin.getByRole("dialog").getByRole("button", { name: "Disable" }).click()
  await expect(admin.getByRole("row", { name: email })).toContainText("disabled")

  await page.goto("/sandbox")
  await expect(page).toHaveURL(/\/sign-in/)
  expect(await attempt(page.request, { email, password })).toMatchObject({ error: "CredentialsSignin" })
})

test("a new password signs every other browser out, and this one stays", async ({ browser }) => {
  const email = `changing-${crypto.randomUUID()}@example.com`
  const { address } = await invite(browser, email, "viewer")
  const page = await browser.newPage()
  await open(page, address)
  await page.getByLabel("New password").fill(password)
  await page.getByLabel("Repeat it").fill(password)
  await page.getByRole("button", { name: "Set password and sign in" }).click()
  await expect(page).toHaveURL(/\/sandbox$/)
  const other = await browser.newPage()
  expect((await attempt(other.request, { email, password })).error).toBeNull()

  await open(page, "/settings")
  await page.getByLabel("Current password").fill(password)
  await page.getByLabel("New password").fill(`${password} novo`)
  await page.getByLabel("Repeat it").fill(`${password} novo`)
  await page.getByRole("button", { name: "Change password" }).click()
  await expect(page.getByText("Your password was changed")).toBeVisible()

  await page.goto("/settings")
  await expect(page.getByText(email)).toBeVisible()
  await other.goto("/sandbox/links?status=invalid")
  await expect(other.getByText("Your session has ended")).toBeVisible()
  expect(new URL(other.url()).searchParams.get("callbackUrl")).toBe("/sandbox/links?status=invalid")
})

test("an administrator adds an environment, and a key that Belvo refuses is not kept", async ({ page }) => {
  await signInAs(page, "admin")
  await open(page, "/settings/environments")
  const baseUrl = await page.locator("dd code").nth(1).innerText()
  await page.getByRole("button", { name: "Add environment" }).click()
  const dialog = page.getByRole("dialog")
  await dialog.getByLabel("Short name").fill("settings")
  await dialog.getByLabel("Belvo's address").fill(baseUrl)
  await dialog.getByLabel("Name", { exact: true }).fill("The shop")
  await dialog.getByLabel("Secret id").fill("nobody")
  await dialog.getByLabel("Secret password").fill("nothing")
  await dialog.getByRole("button", { name: "Test key and add" }).click()
  await expect(dialog.getByText("This word is an address of the console itself")).toBeVisible()
  await dialog.getByLabel("Short name").fill("shop")
  await dialog.getByRole("button", { name: "Test key and add" }).click()
  await expect(dialog.getByText("Belvo refuses this key")).toBeVisible()
  await dialog.getByRole("button", { name: "Cancel" }).click()
  await expect(page.getByText("The shop")).toHaveCount(0)
})

test("the key in use can be tested, and others than administrators can't set anything up", async ({
  page,
  browser,
}) => {
  await signInAs(page, "admin")
  await open(page, "/settings/environments")
  await page.getByRole("button", { name: "Test key" }).first().click()
  await expect(page.getByText("Belvo accepts the key")).toBeVisible()

  const engineer = await browser.newPage()
  await signInAs(engineer, "engineer")
  for (const path of ["members", "environments", "widget", "outgoing", "budget"]) {
    await engineer.goto(`/settings/${path}`)
    await expect(engineer.getByText("Only administrators may see this")).toBeVisible()
  }
})
