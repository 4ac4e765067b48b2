import { readFile } from "node:fs/promises"
import { expect, test } from "@playwright/test"
import { addBelvoLink, changeBelvoStatus } from "@/e2e/belvo"
import { askDatabase, untilMirrored } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"

/** Of a bank that nobody else's links in this stack are of, so that it is never down. */
const institution = "bancolombia_co_business"

test("an engineer runs a campaign: a pasted list, the preview, its addresses as a file, and what came of it", async ({
  page,
}) => {
  const links = await Promise.all(Array.from({ length: 3 }, () => addBelvoLink({ institution })))
  for (const { id } of links) await changeBelvoStatus(id, "invalid")
  for (const { id } of links) await untilMirrored(id, "invalid")
  const [first, second, healed] = links.map(({ external_id }) => String(external_id))
  await signInAs(page, "engineer")

  await open(page, "/sandbox/recovery/campaigns")
  await page.getByRole("link", { name: "New campaign" }).first().click()
  await page.getByRole("link", { name: "A pasted list of ids" }).click()
  await page.getByLabel("Link ids or external ids, one a line").fill(`${first}\n${second}\nrubbish\n${healed}`)
  await page.getByLabel("Name").fill("After the outage")
  await page.getByLabel("Held out (%)").fill("0")
  await page.getByLabel("Leave out who was asked within").fill("0")
  await page.getByLabel("A wave every").selectOption({ label: "No waves: all at once" })
  await page.getByRole("button", { name: "Show the preview" }).click()
  await expect(page).toHaveURL(/\/campaigns\/[0-9a-f-]{36}$/)
  await expect(page.getByRole("table", { name: "1 of 4 lines could not be used" })).toContainText("No link has this id")

  const lastLink = links[2]?.id ?? ""
  await changeBelvoStatus(lastLink, "valid")
  await untilMirrored(lastLink, "valid")
  await page.getByRole("button", { name: "Look anew" }).click()
  await expect(page.getByText("2 customers would be asked")).toBeVisible()
  await expect(page.getByText("Works again")).toBeVisible()

  await page.getByRole("button", { name: "Start", exact: true }).click()
  await page.getByRole("dialog").getByRole("button", { name: "Make 2 addresses" }).click()
  await expect(page.getByRole("progressbar", { name: "Addresses sent" })).toHaveAttribute("aria-valuenow", "2", {
    timeout: 30_000,
  })
  const downloading = page.waitForEvent("download")
  await page.getByRole("link", { name: "Addresses (CSV)" }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^enlace_sandbox_campaign_raw_/)
  const [head, ...rows] = (await readFile(await download.path(), "utf8")).trim().split("\n")
  expect(head).toBe("external_id,link_id,institution,repair_url,expires_at")
  expect(rows.map((row) => row.split(",")[0]).toSorted()).toEqual([first, second].toSorted())
  for (const row of rows) expect(row.split(",")[3]).toMatch(/\/repair\/[A-Za-z0-9_-]{22}$/)

  await page.getByRole("button", { name: "Pause" }).click()
  await expect(page.getByText("Paused: nobody new is asked")).toBeVisible()
  await page.getByRole("button", { name: "End", exact: true }).click()
  await page.getByRole("dialog").getByRole("button", { name: "End the campaign" }).click()
  await expect(page.getByText("This campaign has ended")).toBeVisible()
  const entries = await askDatabase<{ action: string }>(
    "SELECT action FROM audit_entry WHERE entity = 'campaign' AND entity_id = $1 ORDER BY seq",
    [page.url().split("/").at(-1)],
  )
  expect(entries.map(({ action }) => action)).toEqual([
    ...["campaign.drafted", "campaign.judged", "campaign.started", "campaign.paused", "campaign.ended"],
  ])
})
