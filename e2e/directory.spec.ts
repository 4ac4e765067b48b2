import { randomUUID } from "node:crypto"
import { readFile } from "node:fs/promises"
import { expect, type Page, test } from "@playwright/test"
import { download } from "@/e2e/alone"
import { addMirroredLinks, askDatabase } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"

// One after the other: one import is under way at a time, and only the last can be undone.
test.describe.configure({ mode: "default" })

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
  await expect(page.getByText("One row is bad, so nothing was imported")).toBeVisible()
  const refused = page.getByRole("table", { name: "One refused row" }).getByRole("row").nth(1)
  await expect(refused).toContainText("4")
  await expect(refused).toContainText("link id is no UUID")
  expect(await known(start)).toEqual([])

  await page.getByLabel("Bad rows").selectOption({ label: "Skip bad rows, import the others" })
  await page.getByRole("button", { name: "Import", exact: true }).click()
  await expect(page.getByRole("button", { name: "Undo this import" })).toBeVisible()
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
  await expect(page.getByRole("button", { name: "Undo this import" })).toBeVisible()
  return page.url()
}

test("an engineer brings users in, sees whose links nobody knew, adopts the sure ones and takes the file along", async ({
  page,
}) => {
  const start = `usr_${randomUUID().slice(0, 8)}`
  const ids = ["1", "2", "3"].map((place) => `${start}_${place}`)
  const statuses = ["valid", "valid", "invalid"] as const
  const [one, two] = await addMirroredLinks(
    statuses.map((status, at) => ({ institution, status, external_id: ids[at] ?? "" })),
  )
  await signInAs(page, "engineer")
  const imported = await importUsers(page, ids)

  const orphans = `/sandbox/orphans?reason=exact&institution=${institution}`
  const table = page.getByRole("table", { name: "Orphans" })
  await expect(async () => {
    await page.goto(orphans)
    await expect(table.locator("tbody tr")).toHaveCount(3, { timeout: 2_000 })
  }).toPass()
  // Its list and its number were asked for one after the other, while they were still being judged.
  await open(page, orphans)
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
  const make = page.getByRole("dialog").getByRole("button", { name: "Make the file" })
  const { name, path } = await download(page, "engineer", () => make.click())
  expect(name).toMatch(/^enlace_sandbox_adoptions_raw_/)
  const [head, ...rows] = (await readFile(path, "utf8")).trim().split("\n")
  expect(head).toBe("link_id,external_id,reason,decided_by,decided_at")
  expect(rows.map((row) => row.split(",").slice(0, 3).join())).toEqual(
    expect.arrayContaining([`${one?.id},${start}_1,exact`, `${two?.id},${start}_2,exact`]),
  )

  await open(page, imported.replace(/^https?:\/\/[^/]+/, ""))
  await page.getByRole("button", { name: "Undo this import" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Undo this import" }).click()
  await expect(page.getByText("Undone: 3 entries taken out")).toBeVisible()
})
