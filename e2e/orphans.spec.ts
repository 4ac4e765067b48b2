import { randomUUID } from "node:crypto"
import { readFile } from "node:fs/promises"
import { expect, type Page, test } from "@playwright/test"
import { addBelvoLink, changeBelvoStatus } from "@/e2e/belvo"
import { untilMirrored } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"

/** Of a bank that no other test's links are of. */
const institution = "cordillera_co_business"

async function importUsers(page: Page, externalIds: readonly string[]): Promise<string> {
  const file = ["external_id,link_id", ...externalIds.map((id) => `${id},`)].join("\n")
  await open(page, "/sandbox/directory")
  await page.getByLabel("File of users (CSV)").setInputFiles({
    ...{ name: "users.csv", mimeType: "text/csv", buffer: Buffer.from(`${file}\n`) },
  })
  await page.getByRole("button", { name: "Upload" }).click()
  await page.getByRole("button", { name: "Import", exact: true }).click()
  await expect(page.getByRole("button", { name: "Undo this import" })).toBeVisible({ timeout: 60_000 })
  return page.url()
}

test("an engineer brings users in, sees whose links nobody knew, adopts the sure ones and takes the file along", async ({
  page,
}) => {
  const start = `usr_${randomUUID().slice(0, 8)}`
  const ids = ["1", "2", "3"].map((place) => `${start}_${place}`)
  const links = await Promise.all(ids.map((id) => addBelvoLink({ institution, external_id: id })))
  for (const { id } of links) await changeBelvoStatus(id, "invalid")
  for (const { id } of links) await untilMirrored(id, "invalid")
  const [one, two] = links
  for (const link of [one, two]) await changeBelvoStatus(link?.id ?? "", "valid")
  for (const link of [one, two]) await untilMirrored(link?.id ?? "", "valid")
  await signInAs(page, "engineer")
  const imported = await importUsers(page, ids)

  await open(page, `/sandbox/orphans?reason=exact&institution=${institution}`)
  const table = page.getByRole("table", { name: "Orphans" })
  await expect(async () => {
    await page.reload()
    await expect(table.locator("tbody").getByText(start)).not.toHaveCount(0, { timeout: 2_000 })
  }).toPass({ timeout: 60_000 })
  await expect(
    table
      .getByRole("row")
      .filter({ hasText: `${start}_1` })
      .first(),
  ).toContainText("High")

  await page.getByRole("button", { name: "Adopt all exact matches…" }).click()
  const dialog = page.getByRole("dialog", { name: "Adopt 2 links" })
  await expect(dialog).toContainText("Links that do not work are left out")
  await dialog.getByRole("button", { name: "Adopt 2 links" }).click()
  await expect(page.getByText("2 links adopted")).toBeVisible()
  await expect(table.locator("tbody tr")).toHaveCount(1)
  await expect(table).toContainText(`${start}_3`)

  await page.getByRole("link", { name: "Go to the adoption files" }).click()
  await page.getByRole("button", { name: "Make the file" }).click()
  const downloading = page.waitForEvent("download")
  await page.getByRole("dialog").getByRole("button", { name: "Make the file" }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^enlace_sandbox_adoptions_raw_/)
  const [head, ...rows] = (await readFile(await download.path(), "utf8")).trim().split("\n")
  expect(head).toBe("link_id,external_id,reason,decided_by,decided_at")
  expect(rows.map((row) => row.split(",").slice(0, 3).join())).toEqual(
    expect.arrayContaining([`${one?.id},${start}_1,exact`, `${two?.id},${start}_2,exact`]),
  )

  await open(page, imported.replace(/^https?:\/\/[^/]+/, ""))
  await page.getByRole("button", { name: "Undo this import" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Undo this import" }).click()
  await expect(page.getByText("Undone: 3 entries taken out")).toBeVisible()
})
