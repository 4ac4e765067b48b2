import AxeBuilder from "@axe-core/playwright"
import { expect, type Page } from "@playwright/test"

/** The rules whose answer depends on the theme. */
const ofColors = ["color-contrast", "link-in-text-block"]

/** Nothing to complain of: everything in light, and in dark what colours can change. */
export async function expectNoViolations(page: Page): Promise<void> {
  expect(page.frames()).toHaveLength(1)
  await page.emulateMedia({ colorScheme: "light" })
  const inLight = await axe(page).analyze()
  await page.emulateMedia({ colorScheme: "dark" })
  const inDark = await axe(page).withRules(ofColors).analyze()
  await page.emulateMedia({ colorScheme: "light" })
  const told = (theme: string, { violations }: typeof inLight) =>
    violations.map(({ id, nodes }) => `${theme} ${id}: ${nodes[0]?.html}`)
  expect([...told("light", inLight), ...told("dark", inDark)]).toEqual([])
}

/** Every rule, in the page's one frame, without selectors and copies of the thousands of nodes that are well. */
const axe = (page: Page) => new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode()
