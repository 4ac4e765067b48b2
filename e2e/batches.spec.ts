import { readFile } from "node:fs/promises"
import { expect, test } from "@playwright/test"
import { download } from "@/e2e/alone"
import { askDatabase } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"
import { memberOf } from "@/e2e/stack"

test("many links are refreshed at once: chosen in their list, confirmed by their number, each with its result", async ({
  page,
}) => {
  const links = await askDatabase<{ id: string }>(
    `(SELECT id::text FROM link WHERE removed_at IS NULL AND status = 'valid' AND NOT duplicate AND institution LIKE 'gringotts%'
      ORDER BY created_at, id LIMIT 26)
     UNION ALL
     (SELECT id::text FROM link WHERE removed_at IS NULL AND status = 'invalid' AND institution LIKE 'gringotts%' ORDER BY created_at, id LIMIT 1)`,
  )
  await signInAs(page, "engineer")
  await open(page, `/sandbox/links?id=${links.map(({ id }) => id).join(",")}`)
  await page.getByRole("checkbox", { name: "Select all rows" }).check()
  await page.getByRole("button", { name: "Refresh…" }).click()
  await expect(page.getByRole("heading", { name: "Belvo would be asked for 26 links" })).toBeVisible()
  await expect(page.getByText("not valid: the customer repairs it first").first()).toBeVisible()
  const confirm = page.getByRole("button", { name: "Refresh 26 links" })
  await page.getByLabel("Type 26 to confirm").fill("27")
  await expect(confirm).toBeDisabled()
  await page.getByLabel("Type 26 to confirm").fill("26")
  await confirm.click()

  await page.getByRole("button", { name: "Pause" }).click()
  await expect(page.getByText(`${memberOf("engineer").name} paused it`)).toBeVisible()
  await page.getByRole("button", { name: "Resume" }).click()
  const outcomes = page.getByRole("region", { name: "Links by outcome" })
  await expect(outcomes.getByRole("link", { name: /^done 26$/ })).toBeVisible({ timeout: 200_000 })
  await expect(page.getByRole("button", { name: "Pause" })).toHaveCount(0)
  await outcomes.getByRole("link", { name: /^left out/ }).click()
  await expect(page.getByRole("table", { name: "Links" }).locator("tbody tr")).toHaveCount(1)

  const { path } = await download(page, "engineer", () => page.getByRole("link", { name: "Results as CSV" }).click())
  const rows = (await readFile(path, "utf8")).trim().split("\n")
  expect(rows).toHaveLength(2)
  expect(rows[1]).toContain(",left_out,needs_repair,")

  await open(page, `/sandbox/links/${links[0]?.id}`)
  await expect(page.getByText(`${memberOf("engineer").name} asked for a refresh of many links`)).toBeVisible()
})
