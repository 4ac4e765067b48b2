import { randomUUID } from "node:crypto"
import { expect, test } from "@playwright/test"
import { askDatabase } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"

const known = (start: string) =>
  askDatabase<{ external_id: string; linked: boolean }>(
    `SELECT external_id, link_id IS NOT NULL AS linked FROM directory_entry
     WHERE removed_by IS NULL AND starts_with(external_id, $1) ORDER BY external_id`,
    [start],
  )

test("an engineer brings in a file of users, sees its bad row, imports the others, and takes it back", async ({
  page,
}) => {
  const start = `usr_${randomUUID().slice(0, 8)}`
  const file = `Link;Id de usuario\r\n${randomUUID()};${start}_1\r\n;'=${start}_2\r\nnone;${start}_3\r\n;${start}_4\r\n`
  await signInAs(page, "engineer")
  await open(page, "/sandbox/directory")

  await page.getByLabel("File of users (CSV)").setInputFiles({
    ...{ name: "usuários.csv", mimeType: "text/csv", buffer: Buffer.from(`\ufeff${file}`, "utf16le") },
  })
  await page.getByRole("button", { name: "Upload" }).click()
  await expect(page).toHaveURL(/\/directory\/imports\/[0-9a-f-]{36}$/)
  await expect(page.getByRole("heading", { name: "usuários.csv" })).toBeVisible()
  await expect(page.getByText("Read as utf-16le, separated by ;")).toBeVisible()
  await expect(page.getByRole("table", { name: "First rows" })).toContainText(`${start}_1`)
  await expect(page.getByLabel("External id")).toHaveValue("1")
  await expect(page.getByLabel("Link id", { exact: true })).toHaveValue("0")
  expect(await known(start)).toEqual([])

  await page.getByRole("button", { name: "Import", exact: true }).click()
  await expect(page.getByText("One row is bad, so nothing was imported")).toBeVisible({ timeout: 60_000 })
  const refused = page.getByRole("table", { name: "One refused row" }).getByRole("row").nth(1)
  await expect(refused).toContainText("4")
  await expect(refused).toContainText("link id is no UUID")
  expect(await known(start)).toEqual([])

  await page.getByLabel("Bad rows").selectOption({ label: "Skip bad rows, import the others" })
  await page.getByRole("button", { name: "Import", exact: true }).click()
  await expect(page.getByRole("button", { name: "Undo this import" })).toBeVisible({ timeout: 60_000 })
  expect(await known(start)).toEqual([
    { external_id: `${start}_1`, linked: true },
    { external_id: `${start}_4`, linked: false },
  ])
  expect(await known(`=${start}`)).toEqual([{ external_id: `=${start}_2`, linked: false }])

  await page.getByRole("button", { name: "Undo this import" }).click()
  const dialog = page.getByRole("dialog", { name: "Undo this import?" })
  await expect(dialog).toContainText("3 entries that it brought in are taken out again.")
  await dialog.getByRole("button", { name: "Undo this import" }).click()
  await expect(page.getByText("Undone: 3 entries taken out")).toBeVisible()
  expect(await known(start)).toEqual([])

  await page.getByRole("link", { name: "Directory" }).first().click()
  const row = page.getByRole("table", { name: "Imports" }).getByRole("row").filter({ hasText: "usuários.csv" }).first()
  await expect(row).toContainText("undone")
})
