// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import type { ItemRow } from "@/lib/batches/items/queries"
import { renderApp } from "@/test/render"
import { BatchTable } from "./batch-table"
import { ConfirmForm } from "./confirm-form"
import { ItemTable } from "./item-table"

vi.mock("@/lib/batches/actions", () => ({ confirmBatchAction: vi.fn(), cancelBatchAction: vi.fn() }))

it.each([
  [3, /under a minute, longer/],
  [59, /under a minute, longer/],
  [61, /about 2 min, longer/],
])("says how long %i seconds are, and never that they are none", async (seconds, words) => {
  const preview = { links: 3, consents: 0, seconds }
  await renderApp(<ConfirmForm environment="sandbox" batchId="1" deed={{ kind: "refresh" }} preview={preview} />)
  expect(document.body.textContent).toMatch(words)
})

it("leads from an empty list to the links", async () => {
  await renderApp(<BatchTable environment="sandbox" batches={[]} />)
  expect(screen.getByRole("link", { name: "Choose links" }).getAttribute("href")).toBe("/sandbox/links")
})

it("names a link as people know it, and by its id where it has no other name", async () => {
  const item: Omit<ItemRow, "linkId" | "externalId"> = {
    ...{ institution: "erebor_mx_retail", status: "valid", accessMode: "single", state: "done", reason: null },
    ...{ belvoRequestId: "f".repeat(32), settledAt: null },
  }
  const rows = [
    { ...item, linkId: "10000000-0000-4000-8000-000000000001", externalId: "usr_000001" },
    { ...item, linkId: "10000000-0000-4000-8000-000000000002", externalId: null },
  ]
  const page = { rows, total: { count: 2, exact: true }, after: null, before: null }
  const params = { state: "", after: null, before: null } as const
  await renderApp(<ItemTable environment="sandbox" batchId="1" page={page} params={params} />)
  expect(screen.getByText("usr_000001")).toBeDefined()
  expect(screen.getByText("1000…0002")).toBeDefined()
  expect(screen.queryByText("f".repeat(32))).toBeNull()
})
