// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { expect, it } from "vitest"
import { BulkState } from "@/components/orphans/bulk/bulk-state"
import { LeftOutTable } from "@/components/orphans/bulk/left-out-table"
import type { BulkView } from "@/lib/orphans/bulk/queries"
import { noRows } from "@/lib/page"
import { renderApp } from "@/test/render"

const bulk: BulkView = {
  ...{ id: "20000000-0000-4000-8000-000000000001", kind: "adopt", params: "", until: null, undoes: null },
  ...{ state: "cancelled", links: 4_347, done: 2_000, decided: 2_000, memberName: "Emilio" },
  ...{ createdAt: "2026-03-01T12:00:00.000000Z", endedAt: null },
  ...{ undoneBy: null, undoState: null, undoDecided: null },
}
const undone = { ...bulk, undoneBy: "20000000-0000-4000-8000-000000000002" }

it.each([
  ["Stopped", bulk],
  ["Being taken back", { ...undone, undoState: "running" as const, undoDecided: 1_000 }],
  ["Taken back: 1,990 of 2,000", { ...undone, undoState: "done" as const, undoDecided: 1_990 }],
  ["Stopped", { ...undone, decided: 0, undoState: "done" as const, undoDecided: 0 }],
])("says “%s” only where it is so", async (words, one) => {
  const { container } = await renderApp(<BulkState bulk={one} />)
  expect(container.textContent).toBe(words)
})

it("says of one that was stopped how many it has not looked at, and not that none was left out", async () => {
  const table = (unseen: number) => <LeftOutTable environment="sandbox" path="/" page={noRows} first unseen={unseen} />
  const { rerenderApp } = await renderApp(table(2_347))
  expect(screen.getByText("2,347 links were not looked at: it was stopped before.")).toBeDefined()
  expect(screen.queryByText("No link was left out")).toBeNull()
  rerenderApp(table(0))
  expect(screen.getByText("No link was left out")).toBeDefined()
})
