import { expect, test } from "@playwright/test"
import { askDatabase } from "@/e2e/mirror"
import { open, signInAs } from "@/e2e/session"
import { stackFacts } from "@/e2e/stack"

test("the console's own database is no source of its directory, and a viewer sees none of the set-up", async ({
  page,
}) => {
  await signInAs(page, "admin")
  await open(page, "/sandbox/directory")
  await page.getByRole("button", { name: "Set up" }).click()
  const dialog = page.getByRole("dialog", { name: "Read the directory from a database" })
  const { hostname, port, pathname, username, password } = new URL(stackFacts().env.DATABASE_URL)
  await dialog.getByLabel("Host").fill(hostname)
  await dialog.getByLabel("Port").fill(port)
  await dialog.getByLabel("Database").fill(pathname.slice(1))
  await dialog.getByLabel("Encryption").selectOption("disable")
  await dialog.getByLabel("User").fill(decodeURIComponent(username))
  await dialog.getByLabel("Password", { exact: true }).fill(decodeURIComponent(password))
  await dialog.getByLabel("Statement").fill("DELETE FROM link")
  await dialog.getByRole("button", { name: "Test" }).click()
  await expect(dialog.getByText("Enter one statement that begins with SELECT or WITH")).toBeVisible()
  await dialog.getByLabel("Statement").fill("SELECT external_id, id AS link_id FROM link")
  await dialog.getByRole("button", { name: "Test" }).click()
  await expect(dialog.getByText("This is the server of the console's own database")).toBeVisible()
  await dialog.getByRole("button", { name: "Cancel" }).click()
  expect(await askDatabase("SELECT 1 FROM environment_secret")).toEqual([])

  await page.context().clearCookies()
  await signInAs(page, "viewer")
  await open(page, "/sandbox/directory")
  await expect(page.getByText("An administrator sets it up here")).toBeVisible()
  await expect(page.getByRole("button", { name: "Set up" })).toHaveCount(0)
})
