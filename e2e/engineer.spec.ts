import { expect, test } from "@playwright/test"
import { alone, download } from "@/e2e/alone"
import { askBelvo } from "@/e2e/belvo"
import { addMirroredLink } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"
import { memberOf } from "@/e2e/stack"

test("the overview names the bank that broke and since when, and opens the links behind it", async ({ page }) => {
  await signInAs(page, "engineer")
  await open(page, "/sandbox")
  const incident = page.getByRole("link", { name: /^\d+ Erebor Mexico/ })
  await expect(incident).toContainText(/since .*\d\d:\d\d/)
  await expect(incident).toContainText("on a usual day")
  const since = Date.parse((await incident.locator("time").getAttribute("datetime")) ?? "")
  const lost = Number.parseInt((await incident.innerText()).replace(/\D.*$/s, ""), 10)
  expect(Date.now() - since).toBeLessThan(24 * 3_600_000)
  expect(lost).toBeGreaterThanOrEqual(20)

  await incident.click()
  await expect(page.getByRole("button", { name: "Institution is Erebor Mexico" })).toBeVisible()
  await expect(page.getByRole("button", { name: /^Status changed since/ })).toBeVisible()
  const count = Number.parseInt(await page.getByText(/^\d+ rows$/).innerText(), 10)
  expect(count).toBeGreaterThanOrEqual(lost)
  await expect(page.getByRole("table", { name: "Links" }).getByText("invalid").first()).toBeVisible()
})

test("an engineer deletes a link: gone from Belvo, kept and marked here", async ({ page }) => {
  const { id, external_id: customerId } = await addMirroredLink({
    ...{ institution: "heimdall_mx_business", status: "invalid" },
  })
  const name = customerId ?? ""
  await signInAs(page, "engineer")
  await open(page, "/sandbox/links?institution=heimdall_mx_business&status=invalid&sort=-statusSince")
  await page.getByRole("link", { name }).click()
  const link = page.getByRole("complementary", { name: "Link" })

  await link.getByRole("button", { name: "More" }).click()
  await page.getByRole("menuitem", { name: "Delete this link…" }).click()
  const dialog = page.getByRole("dialog", { name: "Delete this link for good" })
  const confirm = dialog.getByRole("button", { name: "Delete this link" })
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused()
  await expect(dialog.getByText("Belvo forgets, and nobody can bring back:")).toBeVisible()
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name.slice(0, -1))
  await dialog.getByLabel("Reason").fill("The customer left us: SUP-77")
  await expect(confirm).toBeDisabled()
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name)
  await confirm.click()
  await expect(link.getByText(/^Deleted at/)).toBeVisible()
  expect(await askBelvo(`links/${id}/`)).toMatchObject({ status: 404, body: [{ code: "not_found" }] })
  await expect(link.getByText("Belvo no longer has this link. Nothing to do.")).toBeVisible()
  const timeline = link.getByRole("listitem")
  await expect(timeline.filter({ hasText: `${memberOf("engineer").name} asked for the deletion` })).toContainText(
    "deleted",
  )
  await expect(timeline.filter({ hasText: "gone from Belvo" })).toHaveCount(1)

  await page.goto(`/sandbox/links?externalId=${name}`)
  await expect(page.getByText("No link matches these filters")).toBeVisible()
  await page.goto(`/sandbox/links?externalId=${name}&presence=removed`)
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("removed")
})

test("trends show a chart, and the same numbers as a table and a file", async ({ page }) => {
  await signInAs(page, "engineer")
  await open(page, "/sandbox/trends?days=90")
  const chart = page.getByRole("figure")
  await expect(chart.locator("svg.recharts-surface path.recharts-area-area").first()).toBeVisible()
  await chart.getByRole("button", { name: "Show as table" }).click()
  const table = chart.getByRole("table")
  await expect(table.getByRole("columnheader")).toHaveText([
    "Day",
    "invalid",
    "token required",
    "unconfirmed",
    "valid",
    "Total",
  ])
  await expect(table.locator("tbody tr")).toHaveCount(90)
  const newest = await table.locator("tbody tr").nth(1).getByRole("cell").allInnerTexts()
  const numbers = newest.map((text) => Number(text.replaceAll(",", "")))
  expect(numbers.at(-1)).toBe(numbers.slice(0, -1).reduce((sum, part) => sum + part, 0))

  const { name } = await download(page, "engineer", () => chart.getByRole("link", { name: "Download CSV" }).click())
  expect(name).toMatch(/^enlace_sandbox_trends_/)
})

test("a sweep by the button shows its progress and ends", async ({ page }) => {
  await signInAs(page, "engineer")
  await open(page, "/sandbox/sync")
  const runs = page.getByRole("table", { name: "Sweeps" }).locator("tbody tr")
  const mine = runs.filter({ hasText: memberOf("engineer").name }).filter({ hasText: "Completed" })
  await expect(runs.first()).toBeVisible()
  const before = await mine.count()
  await alone("sweep", async () => {
    await page.getByRole("button", { name: "Run now" }).click()
    await expect(page.getByRole("progressbar")).toBeVisible()
    await expect(mine).toHaveCount(before + 1)
  })
  await expect(page.getByRole("button", { name: "Run now" })).toBeVisible()
  const [, , , , seen] = await mine.first().getByRole("cell").allInnerTexts()
  expect(Number(seen?.replaceAll(",", ""))).toBeGreaterThan(4_000)
})
