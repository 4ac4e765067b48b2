// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import type { ItemRow } from "@/lib/batches/items/queries"
import type { BatchView } from "@/lib/batches/queries"
import { renderApp } from "@/test/render"
import { BatchActs } from "./batch-acts"
import { BatchStanding } from "./batch-standing"
import { BatchTable } from "./batch-table"
import { ConfirmForm } from "./confirm-form"
import { ItemTable } from "./item-table"

vi.mock("@/lib/batches/actions", () => ({
  ...{ confirmBatchAction: vi.fn(), cancelBatchAction: vi.fn(), pauseBatchAction: vi.fn() },
  ...{ resumeBatchAction: vi.fn(), retryBatchAction: vi.fn() },
}))

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

it("says that it is held, why, and when Belvo is asked again, and lets somebody ask at once", async () => {
  const none = { draft: 0, waiting: 4, sent: 0, done: 1, unknown: 1, failed: 0, left_out: 0, cancelled: 0 }
  const batch: BatchView = {
    ...{
      id: "1",
      deed: { kind: "refresh" },
      state: "running",
      source: "links",
      links: 6,
      expected: null,
      counts: none,
    },
    ...{
      createdBy: "Emilio",
      createdAt: "2026-03-01T12:00:00Z",
      confirmedBy: null,
      confirmedAt: null,
      movedBy: null,
      endedAt: null,
    },
    ...{ problem: "http_503", heldUntil: new Date("2026-03-01T12:02:00Z") },
  }
  const standing = { environment: "sandbox", progress: { over: false, steps: [], rest: "" } }
  await renderApp(
    <>
      <BatchStanding {...standing} batch={batch} />
      <BatchActs environment="sandbox" batch={batch} />
    </>,
  )
  expect(screen.getByText(/^Whether Belvo did what it was asked is not known\. No further/)).toBeDefined()
  expect(screen.queryByText(/http_503/)).toBeNull()
  expect(screen.getByText("on hold")).toBeDefined()
  expect(screen.getByRole("button", { name: "Ask Belvo now" })).toBeDefined()
  const paused = { state: "paused", problem: "unexpected_shape", heldUntil: null } as const
  await renderApp(<BatchStanding {...standing} batch={{ ...batch, ...paused }} />)
  expect(screen.getByText("Paused: nobody here can read what Belvo answers")).toBeDefined()
  expect(screen.getByText(/several links in a row could not be read \(unexpected_shape\)/)).toBeDefined()
  await renderApp(<BatchStanding {...standing} batch={{ ...batch, ...paused, movedBy: "Emilio" }} />)
  expect(screen.getByText(/Emilio paused it/)).toBeDefined()
})

it("names a link as people know it, and by its id where it has no other name", async () => {
  const item: Omit<ItemRow, "linkId" | "externalId"> = {
    ...{
      institution: "erebor_mx_retail",
      institutionName: "Erebor",
      status: "valid",
      accessMode: "single",
      state: "done",
      reason: null,
    },
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
