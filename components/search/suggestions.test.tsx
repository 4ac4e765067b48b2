// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { expect, it } from "vitest"
import { renderApp } from "@/test/render"
import { Suggestions } from "./suggestions"

const begun = {
  id: "16f68516-e1b1-4e28-8ac1-49d6a665b95d",
  externalId: "4120",
  institution: "erebor_mx_retail",
  institutionName: "Erebor",
  status: "invalid",
  removed: false,
  matched: "externalId" as const,
  exact: false,
}

it("offers what begins like the id that was sought, and the list of all that do", async () => {
  await renderApp(<Suggestions environment="sandbox" q="412" hits={[begun]} />)
  expect(screen.getByRole("heading").textContent).toBe("These begin with 412")
  const [link, all] = screen.getAllByRole("link")
  expect(link?.getAttribute("href")).toBe(`/sandbox/links/${begun.id}`)
  expect(link?.textContent).toContain("4120 Ereborinvalid")
  expect(all?.getAttribute("href")).toBe("/sandbox/links?q=412&presence=all")
})

it("says nothing where nothing begins like it", async () => {
  const { container } = await renderApp(<Suggestions environment="sandbox" q="412" hits={[]} />)
  expect(container.textContent).toBe("")
})
