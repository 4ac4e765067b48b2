import { createHash } from "node:crypto"
import { expect, test } from "@playwright/test"
import { askBelvo } from "@/e2e/belvo"
import { askDatabase } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"
import { memberOf } from "@/e2e/stack"
import { canonical } from "@/lib/deletions/certificate/rules"

test("thirty links are deleted with a second member, and their certificate verifies", async ({ page, browser }) => {
  test.setTimeout(180_000)
  const links = await askDatabase<{ id: string }>(
    `SELECT id::text FROM link WHERE removed_at IS NULL AND status <> 'valid' AND institution NOT LIKE 'erebor%' AND NOT duplicate
     ORDER BY created_at, id LIMIT 30`,
  )
  const ids = links.map(({ id }) => id)
  await signInAs(page, "engineer")
  await open(page, `/sandbox/links?id=${ids.join(",")}`)
  await page.getByRole("checkbox", { name: "Select all rows" }).check()
  await page.getByRole("button", { name: "Delete …" }).click()
  await expect(page.getByRole("heading", { name: "Deletion of 30 links" })).toBeVisible()
  await expect(page.getByRole("heading", { name: "30 links would be lost" })).toBeVisible()
  const confirm = page.getByRole("button", { name: "Delete 30 links" })
  await page.getByLabel("Reason").fill("They closed their accounts: SUP-78")
  await page.getByLabel("Type 30 to confirm").fill("29")
  await expect(confirm).toBeDisabled()
  await page.getByLabel("Type 30 to confirm").fill("30")
  await confirm.click()
  await expect(page.getByText("A second member has yet to approve")).toBeVisible()
  await expect(page.getByRole("button", { name: "Approve deleting 30 links" })).toHaveCount(0)
  const address = new URL(page.url()).pathname

  const reviewing = await browser.newContext()
  const reviewer = await reviewing.newPage()
  await signInAs(reviewer, "compliance")
  await open(reviewer, "/sandbox/deletions")
  const waiting = reviewer.getByRole("table", { name: /wait.* for your decision/ })
  await waiting.getByRole("row").filter({ hasText: "SUP-78" }).getByRole("link", { name: "30 links" }).click()
  await reviewer.waitForURL(`**${address}`)
  await reviewer.getByRole("button", { name: "Approve deleting 30 links" }).click()
  const dialog = reviewer.getByRole("dialog")
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused()
  await dialog.getByRole("button", { name: "Approve deleting 30 links" }).click()
  await expect(reviewer.getByText("The request is approved")).toBeVisible()

  await open(page, address)
  await expect(page.getByRole("heading", { name: "Certificate of deletion" })).toBeVisible({ timeout: 150_000 })
  const file = await (
    await reviewer.request.get(`/api${address.replace("/deletions/", "/deletion-requests/")}/certificate.json`)
  ).json()
  expect(createHash("sha256").update(canonical(file.certificate), "utf8").digest("hex")).toBe(file.sha256)
  expect(file.certificate).toMatchObject({
    counts: { deleted: 30 },
    requested: { by: { name: memberOf("engineer").name } },
    approval: { by: { name: memberOf("compliance").name } },
  })
  expect(file.certificate.links.map(({ id }: { id: string }) => id)).toEqual(ids.toSorted())
  expect(await askBelvo(`links/${ids[0]}/`)).toMatchObject({ status: 404, body: [{ code: "not_found" }] })

  await open(reviewer, `${address}/certificate`)
  await expect(reviewer.getByText(file.sha256)).toBeVisible()
  await expect(reviewer.getByRole("table", { name: "Links of the request" }).getByRole("row")).toHaveCount(31)
  await reviewing.close()
})
