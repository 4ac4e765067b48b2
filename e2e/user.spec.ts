import { expect, test } from "@playwright/test"
import { changeBelvoStatus } from "@/e2e/belvo"
import { addMirroredLink, untilMirrored } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"

test("before a new link is made, a customer's page says what there is already, and reads the accounts live", async ({
  page,
}) => {
  // An id that an address must not take for its own parts.
  const customer = `usr/${Math.floor(Math.random() * 1_000_000)}?a=ñ`
  await addMirroredLink({ institution: "gringotts_mx_retail", external_id: customer, status: "invalid" })
  const { id } = await addMirroredLink({
    ...{ institution: "erebor_mx_retail", external_id: customer, status: "invalid" },
  })
  await changeBelvoStatus(id, "valid", { webhook: false })

  await signInAs(page, "support")
  await open(page, `/sandbox/links/${id}`)
  // Belvo tells nobody that it works again: whoever opens it reads it.
  await untilMirrored(id, "valid")
  await page.getByRole("link", { name: "Show the user" }).click()
  await expect(page.getByRole("heading", { level: 1, name: customer })).toBeVisible()
  await expect(page.getByText(/is broken: repair that link/)).toBeVisible()
  await expect(page.getByText(/works already: use that link/)).toBeVisible()
  await expect(page.getByRole("heading", { name: "2 links" })).toBeVisible()

  await page.getByRole("button", { name: "Read the accounts of 2 links live" }).click()
  await expect(page.getByText(/^ending \d{4}$/).first()).toBeVisible()

  await page.getByRole("link", { name: "As a list" }).click()
  await expect(page.getByRole("table", { name: "Links" })).toBeVisible()
  await page.getByRole("link", { name: "Show the user" }).click()
  await expect(page.getByRole("heading", { level: 1, name: customer })).toBeVisible()
})
