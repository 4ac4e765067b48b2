import { expect, test } from "@playwright/test"
import { addMirroredLink } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"

test("an id made of a name is listed without showing it, and leads to its link", async ({ page }) => {
  const name = `carmen-quiroga-${Math.floor(Math.random() * 1_000_000)}`
  const { id } = await addMirroredLink({ external_id: name, status: "invalid" })
  await signInAs(page, "viewer")

  await open(page, "/sandbox/external-ids?kind=name")
  const row = page
    .getByRole("table", { name: "External ids" })
    .getByRole("row")
    .filter({ hasText: `ca•••${name.slice(-2)}` })
    .filter({ hasText: id.slice(0, 4) })
  await expect(row).toContainText("Name")
  await expect(row).toContainText("Likely")
  await expect(page.getByText(name)).toHaveCount(0)
  await expect(page.getByText("Belvo offers no way to change the external id of a link")).toBeVisible()

  await row.getByRole("link").first().click()
  await expect(page).toHaveURL(new RegExp(`/sandbox/links/${id}$`))
})
