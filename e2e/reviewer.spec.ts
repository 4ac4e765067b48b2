import { createHash, randomUUID } from "node:crypto"
import { readFile } from "node:fs/promises"
import { expect, type Page, test } from "@playwright/test"
import { download } from "@/e2e/alone"
import { open, signInAs } from "@/e2e/session"
import { weekAgo } from "@/e2e/settled"
import { memberOf } from "@/e2e/stack"

// One after the other: a member has one file under way at a time.
test.describe.configure({ mode: "default" })

/** Ids in the order of the list, all of its pages by their own buttons. */
async function walkList(page: Page): Promise<string[]> {
  const ids: string[] = []
  for (;;) {
    const rows = page.getByRole("table", { name: "Links" }).locator("tbody tr")
    await expect(rows.first()).toBeVisible()
    ids.push(...(await rows.evaluateAll((list) => list.map((row) => row.id.replace("row-", "")))))
    const next = page.getByRole("link", { name: "Next", exact: true })
    if ((await next.count()) === 0) return ids
    const first = await rows.first().getAttribute("id")
    await next.click()
    await expect(page.locator(`[id="${first}"]`)).toHaveCount(0)
  }
}

async function chooseInstitution(page: Page, name: string) {
  await page.getByRole("button", { name: "Filter", exact: true }).click()
  await page.getByRole("button", { name: "Institution", exact: true }).click()
  await page.getByRole("searchbox", { name: "Find: Institution" }).fill(name)
  await page.getByRole("checkbox", { name }).check()
  await page.getByRole("button", { name: "Apply" }).click()
  await expect(page.getByRole("button", { name: `Institution is ${name}` })).toBeVisible()
}

test("a reviewer takes the filtered list away, and can show later who took what", async ({ page }) => {
  await signInAs(page, "compliance")
  await open(page, `/sandbox/links?createdTo=${weekAgo()}`)
  await chooseInstitution(page, "Banco del Anáhuac")
  const { name, path } = await download(page, "compliance", () =>
    page.getByRole("button", { name: "Export CSV" }).click(),
  )
  const bytes = await readFile(path)
  const lines = bytes.toString("utf8").trimEnd().split("\n")
  const ids = lines.slice(1).map((line) => line.split(",")[0] ?? "")
  expect(name).toMatch(/^enlace_sandbox_links_\d{8}T\d{6}Z_[0-9a-f-]{36}\.csv$/)
  expect(lines[0]).toMatch(/^id,institution,access_mode,status,refresh_rate,created_by,last_accessed_at,external_id,/)
  expect(lines.every((line, index) => index === 0 || line.includes("anahuac_mx_retail"))).toBe(true)

  const shown = await walkList(page)
  expect(shown.length).toBeGreaterThan(100)
  expect(shown).toEqual(ids)

  await page.getByRole("link", { name: "Exports" }).click()
  const taken = page.getByRole("row").filter({ hasText: "institution: anahuac_mx_retail" }).first()
  await expect(taken).toContainText(memberOf("compliance").name)
  await expect(taken).toContainText("finished")
  await expect(taken.getByRole("cell", { name: String(ids.length), exact: true })).toBeVisible()
  await expect(taken).toContainText(createHash("sha256").update(bytes).digest("hex"))
})

test("the audit names start and end of a file, and its chain is whole", async ({ page }) => {
  await signInAs(page, "admin")
  await open(page, "/sandbox/links?status=token_required")
  await expect(page.getByRole("table", { name: "Links" }).locator("tbody tr").first()).toBeVisible()
  const { name, path } = await download(page, "admin", () => page.keyboard.press("e"))
  const exportId = /[0-9a-f-]{36}/.exec(name)?.[0] ?? ""
  const sha256 = createHash("sha256")
    .update(await readFile(path))
    .digest("hex")

  await page.getByRole("link", { name: "Audit" }).click()
  await page.getByLabel("On what (id)").fill(exportId)
  await page.getByRole("button", { name: "Filter" }).click()
  const entries = page.getByRole("table", { name: "Audit" }).locator("tbody tr")
  await expect(entries).toHaveCount(2)
  await expect(entries.nth(0)).toContainText("export.finished")
  await expect(entries.nth(1)).toContainText("export.started")
  for (const entry of await entries.all()) await expect(entry).toContainText(memberOf("admin").name)

  await entries.nth(0).getByRole("link").click()
  const entry = page.getByRole("complementary", { name: /^Entry \d+$/ })
  await expect(entry.getByLabel("After")).toContainText(sha256)
  await expect(entry).toBeFocused()
  await page.keyboard.press("Escape")
  await expect(entry).toHaveCount(0)
  await page.getByRole("button", { name: "Verify the chain" }).click()
  await expect(page.getByText(/^All [\d,]+ entries are as they were written$/)).toBeVisible()
})

test("a click on the audit's CSV button makes one file, and one line on record", async ({ page }) => {
  const mark = randomUUID()
  await signInAs(page, "compliance")
  await open(page, `/sandbox/audit?entityId=${mark}`)
  const downloads: string[] = []
  page.on("download", (download) => downloads.push(download.suggestedFilename()))
  const { path } = await download(page, "compliance", () => page.getByRole("link", { name: "Download CSV" }).click())
  const bytes = await readFile(path)
  expect(bytes.toString("utf8")).toBe("seq,at,actor,action,entity,entity_id,body,previous_hash,hash\n")

  await open(page, "/sandbox/exports")
  const taken = page.getByRole("row").filter({ hasText: `entityId: ${mark}` })
  await expect(taken).toHaveCount(1)
  await expect(taken).toContainText("finished")
  expect(downloads).toHaveLength(1)
  expect(downloads[0]).toMatch(/^enlace_sandbox_audit_\d{8}T\d{6}Z_[0-9a-f-]{36}\.csv$/)
})
