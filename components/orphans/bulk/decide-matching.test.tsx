// @vitest-environment jsdom
import { act, fireEvent, screen } from "@testing-library/react"
import { beforeAll, beforeEach, expect, it, vi } from "vitest"
import { DecideMatching } from "@/components/orphans/bulk/decide-matching"
import { type BulkKind, orphanListParams } from "@/lib/orphans/schema"
import { renderApp } from "@/test/render"
import { installTopLayer } from "@/test/top-layer"

const bulkId = "20000000-0000-4000-8000-000000000001"
const snapshotAt = "2026-03-14T12:00:00.000Z"
const server = vi.hoisted(() => ({ count: vi.fn(), start: vi.fn() }))
vi.mock("@/lib/orphans/bulk/actions", () => ({ countBulkAction: server.count, startBulkAction: server.start }))
const router = vi.hoisted(() => ({ push: vi.fn(), refresh: vi.fn() }))
vi.mock("next/navigation", () => ({ useRouter: () => router }))
const told = vi.hoisted(() => ({ failure: vi.fn() }))
vi.mock("@/components/shell/tell-failure", () => ({ tellFailure: told.failure }))

beforeAll(installTopLayer)
beforeEach(() => {
  vi.clearAllMocks()
  server.count.mockResolvedValue({ ok: true, data: { count: 4_347, snapshotAt } })
  server.start.mockResolvedValue({ ok: true, data: { bulkId, state: "running", decided: 0, links: 4_347 } })
})

const params = orphanListParams.parse({ reason: "none", after: "WyJhIl0" })
const show = (kind: BulkKind, filter = params) =>
  renderApp(<DecideMatching environment="sandbox" kind={kind} params={filter} />)
const press = (name: string) => act(async () => void fireEvent.click(screen.getByRole("button", { name })))

it("counts what the filters match before it asks, and leads to how far a long one is", async () => {
  await show("ask")
  await press("Mark all as asked…")
  expect(server.count).toHaveBeenCalledWith("sandbox", { kind: "ask", params: "reason=none" })
  await press("Mark 4,347 links as asked")
  const frozen = { params: "reason=none", expectedCount: 4_347, snapshotAt }
  expect(server.start).toHaveBeenCalledWith("sandbox", { deed: { kind: "ask" }, ...frozen })
  expect(router.push).toHaveBeenCalledWith(`/sandbox/orphans/decisions/${bulkId}`)
})

it("ignores only with a reason and a day", async () => {
  await show("ignore")
  await press("Ignore all…")
  const confirm = () => screen.getByRole<HTMLButtonElement>("button", { name: "Ignore 4,347 links" })
  expect(confirm().disabled).toBe(true)
  fireEvent.change(screen.getByLabelText(/Reason/), { target: { value: "Test accounts" } })
  fireEvent.change(screen.getByLabelText(/Until/), { target: { value: "2026-04-01" } })
  await press("Ignore 4,347 links")
  expect(server.start.mock.calls[0]?.[1]).toMatchObject({
    deed: { kind: "ignore", note: "Test accounts", until: "2026-04-01" },
  })
})

it("does nothing where nothing matches", async () => {
  server.count.mockResolvedValue({ ok: true, data: { count: 0, snapshotAt } })
  await show("undo", orphanListParams.parse({ state: "all" }))
  await press("Open all again…")
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "Nothing to open again" }).disabled).toBe(true)
})

it("is not there where the filters show nothing about which it could be made", async () => {
  await show("adopt")
  expect(screen.queryByRole("button")).toBeNull()
})

it("says so where the count could not be had", async () => {
  server.count.mockResolvedValue({ ok: false, code: "UNAVAILABLE", message: "Nobody answered", requestId: "r1" })
  await show("ask")
  await press("Mark all as asked…")
  expect(told.failure).toHaveBeenCalledWith(expect.objectContaining({ message: "Nobody answered" }))
  expect(screen.queryByRole("dialog")).toBeNull()
})
