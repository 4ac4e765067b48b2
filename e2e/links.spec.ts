import { expect, type Page, test } from "@playwright/test"
import { addBelvoLink, newCustomer } from "@/e2e/belvo"
import { open, signInAs } from "@/e2e/session"
import { weekAgo } from "@/e2e/settled"

const rows = (page: Page) => page.getByRole("table", { name: "Links" }).locator("tbody tr")
async function idsOf(page: Page): Promise<string[]> {
  await expect(rows(page).first()).toBeVisible()
  return rows(page).evaluateAll((all) => all.map((row) => row.id))
}
const column = (page: Page, name: string) => page.getByRole("columnheader", { name })

test.use({ permissions: ["clipboard-read", "clipboard-write"] })

test("a list's filters, order and page are its address, and Back leads through them", async ({ page, context }) => {
  await signInAs(page, "viewer")
  await open(page, "/sandbox/links")
  await page.keyboard.press("f")
  await page.getByRole("button", { name: "Status", exact: true }).click()
  await page.getByRole("checkbox", { name: "valid", exact: true }).check()
  await page.keyboard.press("Enter")
  await expect(page).toHaveURL(/links\?status=valid$/)
  await column(page, "External id").getByRole("link").click()
  await expect(page).toHaveURL(/sort=externalId$/)
  await expect(column(page, "External id")).toHaveAttribute("aria-sort", "ascending")
  const first = await idsOf(page)
  await page.getByRole("link", { name: "Next", exact: true }).click()
  await expect(page).toHaveURL(/after=/)
  await expect(rows(page).first()).not.toHaveAttribute("id", first[0] ?? "")
  const second = await idsOf(page)
  expect(new Set([...first, ...second]).size).toBe(100)

  const other = await context.newPage()
  await open(other, page.url())
  expect(await idsOf(other)).toEqual(second)

  await page.goBack()
  await expect(rows(page).first()).toHaveAttribute("id", first[0] ?? "")
  await page.goBack()
  await expect(column(page, "Created")).toHaveAttribute("aria-sort", "descending")
  await page.getByRole("link", { name: "Remove this filter" }).click()
  await expect(page).toHaveURL(/\/sandbox\/links$/)
})

test("what an address asks for and nobody understands is said", async ({ page }) => {
  await signInAs(page, "viewer")
  await open(page, "/sandbox/links?status=invalid,!&createdFrom=yesterday&colour=red")
  await expect(page.getByText("A part of this address was ignored")).toBeVisible()
  await expect(page.getByText("status, createdFrom, colour")).toBeVisible()
  await expect(page.getByRole("button", { name: "Status is invalid" })).toBeVisible()
})

test("keys move, select and open; the panel goes from row to row, and Escape leads back", async ({ page }) => {
  await signInAs(page, "support")
  const list = `/sandbox/links?status=invalid&createdTo=${weekAgo()}`
  await open(page, list)
  const ids = (await idsOf(page)).map((id) => id.replace("row-", ""))
  await page.keyboard.press("j")
  await page.keyboard.press("x")
  await page.keyboard.press("j")
  await page.keyboard.press("x")
  await expect(page.getByText("2 selected")).toBeVisible()
  await page.keyboard.press("Enter")
  await expect(page).toHaveURL(new RegExp(`/links/${ids[1]}$`))
  await page.keyboard.press("j")
  await expect(page).toHaveURL(new RegExp(`/links/${ids[2]}$`))
  await expect(page.locator(`[id="row-${ids[2]}"]`)).toHaveAttribute("data-active")
  await page.keyboard.press("Escape")
  await expect(page).toHaveURL(list)
  await expect(page.getByText("2 selected")).toBeVisible()
  await page.getByRole("button", { name: "Copy ids" }).click()
  await expect(page.getByText("2 ids copied")).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${ids[0]}\n${ids[1]}`)
})

test("links chosen in the list lead to what deleting them would cost, and to nothing else before it is confirmed", async ({
  page,
}) => {
  await signInAs(page, "engineer")
  await open(page, `/sandbox/links?status=invalid&createdTo=${weekAgo()}`)
  await idsOf(page)
  for (const row of [0, 1]) await rows(page).nth(row).getByRole("checkbox").check()
  await page.getByRole("button", { name: "Delete …" }).click()
  await expect(page).toHaveURL(/\/sandbox\/deletions\/[0-9a-f-]{36}$/)
  await expect(page.getByRole("heading", { name: "2 links would be lost" })).toBeVisible()
  await expect(page.getByRole("button", { name: "Delete 2 links" })).toBeDisabled()
  await page.getByRole("button", { name: "Discard" }).click()
  await expect(page).toHaveURL(/\/sandbox\/deletions$/)
})

test("all that match are copied, however many pages they fill", async ({ page }) => {
  await signInAs(page, "viewer")
  await open(page, "/sandbox/links?status=token_required&presence=all")
  const total = Number.parseInt((await page.getByText(/^[\d,]+ rows$/).innerText()).replaceAll(",", ""), 10)
  await page.getByRole("checkbox", { name: "Select all rows on this page" }).check()
  await page.getByRole("button", { name: /^Select all [\d,]+ that match$/ }).click()
  await page.getByRole("button", { name: "Copy ids" }).click()
  // Other tests repair some of them meanwhile.
  const told = await page.getByText(/^[\d,]+ ids copied$/).innerText()
  const copied = (await page.evaluate(() => navigator.clipboard.readText())).split("\n")
  expect(told).toBe(`${new Set(copied).size.toLocaleString("en")} ids copied`)
  expect(copied.length).toBeGreaterThan(total * 0.8)
})

test("Belvo's own list has Belvo's count, says what it cannot filter, and is mirrored when it is shown", async ({
  page,
}) => {
  const customer = newCustomer()
  await addBelvoLink({ external_id: customer })
  await signInAs(page, "support")
  await open(page, `/sandbox/links?externalId=${customer}&country=MX&sort=status`)
  await expect(page.getByText("No link matches these filters")).toBeVisible()
  await page.getByRole("switch", { name: "Live" }).click()
  await expect(page.getByText(/Belvo’s own list, asked just now\. Belvo counts 1 link\./)).toBeVisible()
  await expect(page.getByText(/wider than the filters say: Country, Order/)).toBeVisible()
  await expect(rows(page)).toHaveCount(1)
  await page.getByRole("switch", { name: "Live" }).click()
  await expect(page).toHaveURL(/sort=status$/)
  await expect(rows(page)).toHaveCount(1)
})

test("search leads to the one link, to a customer's several, and to Belvo for what is not mirrored", async ({
  page,
}) => {
  const [several, fresh] = [newCustomer(), newCustomer()]
  await addBelvoLink({ external_id: several, status: "valid" })
  await addBelvoLink({ external_id: several, status: "invalid" })
  const { id } = await addBelvoLink({ external_id: fresh })
  await signInAs(page, "support")
  await open(page, "/sandbox/links")
  const box = page.getByRole("combobox", { name: "Search" })
  await box.fill(` "${several}" `)
  await box.press("Enter")
  await expect(page).toHaveURL(new RegExp(`links\\?externalId=${several}&sort=status$`))
  await expect(rows(page)).toHaveCount(2)
  await expect(rows(page).first()).toContainText("invalid")

  await box.fill(id)
  await box.press("Enter")
  await expect(page).toHaveURL(new RegExp(`/links/${id}$`))

  await open(page, "/sandbox/links")
  await box.fill(fresh.slice(0, -3))
  await expect(page.getByRole("option")).toHaveCount(1)
  await expect(page.getByRole("option")).toContainText("valid")
  await box.press("ArrowDown")
  await box.press("Enter")
  await expect(page).toHaveURL(new RegExp(`/links/${id}$`))
})

test("@mobile a list on a phone opens its link", async ({ page }) => {
  await signInAs(page, "support")
  await open(page, "/sandbox/links?status=invalid")
  await expect(page.getByRole("columnheader")).toHaveCount(0)
  const row = rows(page).first()
  expect((await row.boundingBox())?.height).toBeLessThan(80)
  await row.getByRole("link").click()
  await expect(page.getByRole("complementary", { name: "Link" })).toBeVisible()
})
