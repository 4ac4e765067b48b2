import { expect, type Page, test } from "@playwright/test"
import { attempt, open, signInAs, untilReady, watchPolicy } from "@/e2e/session"
import { memberOf } from "@/e2e/stack"
import { roles } from "@/lib/permissions"

const nobody = () => `nobody-${crypto.randomUUID()}@example.com`

async function fillIn(page: Page, { email, password }: { email: string; password: string }) {
  await untilReady(page)
  await page.getByLabel("E-mail").fill(email)
  await page.getByLabel("Password", { exact: true }).fill(password)
  await page.getByRole("button", { name: "Sign in" }).click()
}

const railOf = (page: Page) => page.getByRole("navigation", { name: "Navigation" }).getByRole("link")

const sees: Record<(typeof roles)[number], { shown: string[]; hidden: string[] }> = {
  viewer: { shown: ["Links", "Trends"], hidden: ["Exports", "Audit"] },
  support: { shown: ["Links", "Trends"], hidden: ["Exports", "Audit"] },
  engineer: { shown: ["Links", "Exports"], hidden: ["Audit"] },
  compliance: { shown: ["Exports", "Audit"], hidden: [] },
  admin: { shown: ["Exports", "Audit"], hidden: [] },
}

for (const role of roles) {
  test(`${role} signs in and sees what the role may open, and no more`, async ({ page }) => {
    await page.goto("/")
    await expect(page).toHaveURL(/\/sign-in$/)
    await fillIn(page, memberOf(role))
    await expect(page).toHaveURL(/\/sandbox$/)
    await untilReady(page)
    const names = await railOf(page).allInnerTexts()
    for (const name of sees[role].shown) expect(names).toContain(name)
    for (const name of sees[role].hidden) expect(names).not.toContain(name)
    await page.goto("/settings/members")
    const members = page.getByRole("heading", { name: "Members" })
    await expect(role === "admin" ? members : page.getByText("Only administrators may see this")).toBeVisible()
    await expect(members).toHaveCount(role === "admin" ? 1 : 0)
  })
}

test("a refusal keeps the e-mail, empties the password and says what to do", async ({ page }) => {
  const violations = await watchPolicy(page)
  await page.goto("/sign-in")
  const email = nobody()
  await fillIn(page, { email, password: "a wrong guess" })

  await expect(page.getByRole("alert").filter({ hasText: "do not match" })).toContainText("Check both and try again")
  await expect(page.getByLabel("E-mail")).toHaveValue(email)
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("")
  expect(page.url()).not.toContain("guess")
  expect(violations).toEqual([])
})

test("a stranger who guesses must wait, whatever address the request claims to come from", async ({
  page,
  request,
}) => {
  const email = nobody()
  for (let i = 1; i <= 5; i++) {
    const headers = { "x-forwarded-for": `198.51.100.${i}`, "x-enlace-peer": `198.51.100.${i}` }
    expect(await attempt(request, { email, password: "wrong", headers })).toEqual({
      status: 401,
      error: "CredentialsSignin",
    })
  }
  // Each attempt that comes so late that it is let in makes the wait after it longer.
  await expect.poll(async () => (await attempt(request, { email, password: "wrong" })).error).toMatch(/^wait:\d+$/)

  await page.goto("/sign-in")
  await fillIn(page, { email, password: "wrong" })
  await expect(page.getByText("Too many failed attempts").or(page.getByText("do not match"))).toBeVisible()
})

test("leads back to the page that was asked for, and never to another host", async ({ page }) => {
  await page.goto("/sandbox/links?status=invalid")
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/)
  await expect(page.getByText("sign in, and the page that you asked for opens")).toBeVisible()
  await fillIn(page, memberOf("viewer"))
  await expect(page).toHaveURL(/\/sandbox\/links\?status=invalid$/)

  const elsewhere = await page.request.get("/sign-in?callbackUrl=https://evil.example.com/", { maxRedirects: 0 })
  expect(elsewhere.headers().location).toBe("/")
})

test("signing out ends this browser's session", async ({ page }) => {
  await signInAs(page, "viewer")
  await open(page, "/sandbox")
  await page.getByRole("button", { name: /Your account/ }).click()
  await page.getByRole("menuitem", { name: "Sign out" }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  await page.goto("/sandbox")
  await expect(page).toHaveURL(/\/sign-in/)
})

test("language and theme can be chosen before the sign-in, and hold after a reload", async ({ page }) => {
  await open(page, "/sign-in")
  await page.getByRole("button", { name: /Language/ }).click()
  await page.getByRole("menuitemradio", { name: "Español" }).click()
  await expect(page.getByRole("button", { name: "Iniciar sesión" })).toBeVisible()
  await page.getByRole("button", { name: /Tema/ }).click()
  await page.getByRole("menuitemradio", { name: "Oscuro" }).click()
  await page.reload()
  await expect(page.locator("html")).toHaveAttribute("lang", "es")
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
})

test("documents carry their policy with a nonce of their own, and every answer its headers", async ({ request }) => {
  const [one, other] = [await request.get("/sign-in"), await request.get("/sign-in")]
  const policy = one.headers()["content-security-policy"] ?? ""
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]+' 'strict-dynamic'/)
  expect(policy).not.toBe(other.headers()["content-security-policy"])
  const data = await request.get("/api/health")
  expect(data.headers()["content-security-policy"]).toContain("default-src 'none'")
  for (const { headers } of [one, data].map((response) => ({ headers: response.headers() }))) {
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" })
    expect(headers).not.toHaveProperty("x-powered-by")
  }
})

test("the door fits a phone @mobile", async ({ page }) => {
  await page.goto("/sign-in")
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBe(390)
  await fillIn(page, memberOf("support"))
  await expect(page).toHaveURL(/\/sandbox$/)
})
