import { randomBytes } from "node:crypto"
import { readFile } from "node:fs/promises"
import { expect, test } from "@playwright/test"
import { addBelvoLink, changeBelvoStatus, newCustomer } from "@/e2e/belvo"
import { untilMirrored } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"

/** Of a bank that nobody else's links in this stack are of. */
const institution = "davivienda_co_business"

test("an engineer resolves a duplicate: plan, remap file, applied, and the old link on its way out", async ({
  page,
}) => {
  const login = `${randomBytes(32).toString("base64url")}=`
  const same = { institution, institution_user_id: login, external_id: newCustomer() }
  const [stays, goes] = await Promise.all([addBelvoLink(same), addBelvoLink(same)])
  await changeBelvoStatus(stays.id, "valid")
  await changeBelvoStatus(goes.id, "invalid")
  await untilMirrored(stays.id, "valid")
  await untilMirrored(goes.id, "invalid")
  await signInAs(page, "engineer")

  await open(page, `/sandbox/duplicates?institution=${institution}`)
  await page.getByRole("table", { name: "Duplicates" }).getByRole("checkbox").nth(1).check()
  await page.getByRole("button", { name: "Make a plan" }).click()
  await expect(page).toHaveURL(/\/duplicates\/plans\/[0-9a-f-]{36}$/)
  const items = page.getByRole("table", { name: "Links of this plan" })
  await expect(items.locator("tbody tr")).toHaveCount(1)
  await expect(items).toContainText("works")

  await page.getByRole("button", { name: "Mark as reviewed" }).click()
  const downloading = page.waitForEvent("download")
  await page.getByRole("link", { name: "Download the remap file" }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^enlace_sandbox_remap_raw_/)
  const [head, row, ...rest] = (await readFile(await download.path(), "utf8")).trim().split("\n")
  expect(head).toBe("old_link_id,new_link_id,external_id,institution,institution_user_id,reason,decided_by,decided_at")
  expect(row).toContain(`${goes.id},${stays.id},${same.external_id},${institution},${login},valid,`)
  expect(rest).toEqual([])

  await page.getByRole("button", { name: "Our database uses the new ids" }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Yes, it uses the new ids" }).click()
  await expect(page.getByText("Applied. The old links can be deleted now")).toBeVisible()
  await page.getByRole("button", { name: "Delete the old links" }).click()
  await expect(page).toHaveURL(/\/deletions\/[0-9a-f-]{36}$/)
  await expect(page.getByLabel(new RegExp(same.external_id))).toBeVisible()
})
