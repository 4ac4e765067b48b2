import { createHash, randomBytes } from "node:crypto"
import { readFile } from "node:fs/promises"
import { type Browser, expect, type Page, test } from "@playwright/test"
import { download } from "@/e2e/alone"
import { askBelvo, newCustomer } from "@/e2e/belvo"
import { addMirroredLinks } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"
import { memberOf } from "@/e2e/stack"
import { canonical } from "@/lib/deletions/certificate/rules"

/** Of a bank that nobody else's links in this stack are of. */
const institution = "davivienda_co_business"
/** More than one member may delete alone. */
const older = 26

test("duplicates end with a plan, a remap file, a deletion that a second member approves, and a certificate that verifies", async ({
  page,
  browser,
}) => {
  const login = `${randomBytes(32).toString("base64url")}=`
  const same = { institution, institution_user_id: login, external_id: newCustomer() }
  const broken = { ...same, status: "invalid" } as const
  const [stays, ...goes] = await addMirroredLinks([
    { ...same, status: "valid" },
    ...Array.from({ length: older }, () => broken),
  ])
  if (!stays) throw new Error("no link")
  await signInAs(page, "engineer")

  await open(page, `/sandbox/duplicates?institution=${institution}`)
  await page.getByRole("table", { name: "Duplicates" }).getByRole("checkbox").nth(1).check()
  await page.getByRole("button", { name: "Make a plan" }).click()
  await expect(page).toHaveURL(/\/duplicates\/plans\/[0-9a-f-]{36}$/)
  const items = page.getByRole("table", { name: "Links of this plan" })
  await expect(items.locator("tbody tr")).toHaveCount(older)
  await expect(items).toContainText("works")

  await page.getByRole("button", { name: "Mark as reviewed" }).click()
  const remap = page.getByRole("link", { name: "Download the remap file" })
  const { name, path } = await download(page, "engineer", () => remap.click())
  expect(name).toMatch(/^enlace_sandbox_remap_raw_/)
  const [head, ...rows] = (await readFile(path, "utf8")).trim().split("\n")
  expect(head).toBe("old_link_id,new_link_id,external_id,institution,institution_user_id,reason,decided_by,decided_at")
  const pairs = goes.map(({ id }) => `${id},${stays.id},${same.external_id},${institution},${login},valid`)
  expect(rows.map((row) => row.split(",").slice(0, 6).join(",")).toSorted()).toEqual(pairs.toSorted())

  await page.getByRole("button", { name: "Our database uses the new ids" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Yes, it uses the new ids" }).click()
  await expect(page.getByText("Applied. The old links can be deleted now")).toBeVisible()
  await page.getByRole("button", { name: "Delete the old links" }).click()
  await expect(page).toHaveURL(/\/deletions\/[0-9a-f-]{36}$/)
  const address = await confirm(page)
  await approve(browser, address)
  await expectDeleted(page, { address, ids: goes.map(({ id }) => id) })
  expect(await askBelvo(`links/${stays.id}/`)).toMatchObject({ status: 200 })
})

/** Its reason and its number are typed; answers the request's address. */
async function confirm(page: Page): Promise<string> {
  await expect(page.getByRole("heading", { name: `Deletion of ${older} links` })).toBeVisible()
  await expect(page.getByRole("heading", { name: `${older} links would be lost` })).toBeVisible()
  const button = page.getByRole("button", { name: `Delete ${older} links` })
  await page.getByLabel("Reason").fill("They were connected twice: SUP-78")
  const typed = page.getByLabel(`Type ${older} to confirm`)
  await typed.fill(String(older - 1))
  await expect(button).toBeDisabled()
  await typed.fill(String(older))
  await button.click()
  await expect(page.getByText("A second member has yet to approve")).toBeVisible()
  await expect(page.getByRole("button", { name: `Approve deleting ${older} links` })).toHaveCount(0)
  return new URL(page.url()).pathname
}

/** By a second member, who finds it among what waits for them. */
async function approve(browser: Browser, address: string): Promise<void> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await signInAs(page, "compliance")
  await open(page, "/sandbox/deletions")
  const waiting = page.getByRole("table", { name: /wait.* for your decision/ })
  await waiting
    .getByRole("row")
    .filter({ hasText: "SUP-78" })
    .getByRole("link", { name: `${older} links` })
    .click()
  await page.waitForURL(`**${address}`)
  await page.getByRole("button", { name: `Approve deleting ${older} links` }).click()
  const dialog = page.getByRole("dialog")
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused()
  await dialog.getByRole("button", { name: `Approve deleting ${older} links` }).click()
  await expect(page.getByText("The request is approved")).toBeVisible()
  await context.close()
}

/** By Belvo's word and by the certificate, whose digest anybody can compute again. */
async function expectDeleted(page: Page, { address, ids }: { address: string; ids: string[] }): Promise<void> {
  await open(page, address)
  await expect(page.getByRole("heading", { name: "Certificate of deletion" })).toBeVisible({ timeout: 150_000 })
  const file = await (
    await page.request.get(`/api${address.replace("/deletions/", "/deletion-requests/")}/certificate.json`)
  ).json()
  expect(createHash("sha256").update(canonical(file.certificate), "utf8").digest("hex")).toBe(file.sha256)
  expect(file.certificate).toMatchObject({
    counts: { deleted: older },
    requested: { by: { name: memberOf("engineer").name } },
    approval: { by: { name: memberOf("compliance").name } },
  })
  expect(file.certificate.links.map(({ id }: { id: string }) => id)).toEqual(ids.toSorted())
  expect(await askBelvo(`links/${ids[0]}/`)).toMatchObject({ status: 404, body: [{ code: "not_found" }] })
  await open(page, `${address}/certificate`)
  await expect(page.getByText(file.sha256)).toBeVisible()
  await expect(page.getByRole("table", { name: "Links of the request" }).getByRole("row")).toHaveCount(older + 1)
}
