// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { expect, it } from "vitest"
import { renderApp } from "@/test/render"
import { Standing } from "./standing"

const counts = [{ status: "invalid", links: 3, dayAgo: 3, weekAgo: 3 }]
const at = new Date("2026-03-14T11:00:00Z")
const never = () => screen.queryByText("No sweep has finished yet")

it.each([
  ["a sweep found nothing", [], at],
  ["a webhook brought links before the first sweep", counts, null],
  ["a sweep found links", counts, at],
])("counts where %s", async (_when, found, syncedAt) => {
  await renderApp(<Standing environment="sandbox" counts={found} syncedAt={syncedAt} />)
  expect(never()).toBeNull()
  expect(screen.getByText("invalid")).toBeTruthy()
})

it("says that nothing was read yet, and only then", async () => {
  await renderApp(<Standing environment="sandbox" counts={[]} syncedAt={null} />)
  expect(never()).not.toBeNull()
  expect(screen.queryByText("invalid")).toBeNull()
})
