// @vitest-environment jsdom
import { fireEvent, waitFor } from "@testing-library/react"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { InboxTable } from "@/components/webhooks/inbox-table"
import type { InboxRow } from "@/lib/webhooks/inbox/queries"
import { inboxParams, webhookOutcomes } from "@/lib/webhooks/schema"
import { renderApp } from "@/test/render"

const rereadMany = vi.hoisted(() => vi.fn(async () => ({ ok: true, data: { asked: 1, links: 1 } })))
vi.mock("@/lib/webhooks/actions", () => ({ rereadWebhookAction: vi.fn(), rereadWebhooksAction: rereadMany }))
beforeEach(() => void rereadMany.mockClear())

const params = inboxParams.parse({})
const countedAt = "2026-03-14T12:00:00.000Z"
const row = (more: Partial<InboxRow> = {}): InboxRow => ({
  id: crypto.randomUUID(),
  receivedAt: "2026-03-14T11:00:00.123456Z",
  type: "LINK",
  code: "invalid_credentials",
  linkId: "16f68516-bcbc-4cf7-b815-c500d4204e28",
  requestId: "4363b08b51eb43509c745df5ac92a7f6",
  repeats: 0,
  outcome: "changed",
  caused: [{ kind: "status", before: "valid", after: "invalid" }],
  ...more,
})
const page = (rows: InboxRow[], count = rows.length) => ({
  rows,
  total: { count, exact: true },
  after: "next",
  before: null,
})
const table = (rows: InboxRow[], { mayReread = true, count = rows.length } = {}) => (
  <InboxTable
    environment="sandbox"
    page={page(rows, count)}
    params={params}
    mayReread={mayReread}
    countedAt={countedAt}
  />
)

describe("InboxTable", () => {
  it("says in plain words what a webhook tells, beside Belvo's own, and what its link's reading found", async () => {
    const shown = row({ repeats: 2 })
    const { container } = await renderApp(table([shown]))
    expect(container.textContent).toContain("The bank refused the credentials")
    expect(container.textContent).toContain("LINK invalid_credentials")
    expect(container.textContent).toContain("Status: valid → invalid")
    expect(container.textContent).toContain("sent 2 more times")
    expect(container.querySelector("a[href='/sandbox/links/16f68516-bcbc-4cf7-b815-c500d4204e28']")).not.toBeNull()
    expect(container.querySelector(`a[href='/sandbox/webhooks?open=${shown.id}']`)).not.toBeNull()
    expect(container.querySelector("a[rel=next]")?.getAttribute("href")).toBe("/sandbox/webhooks?after=next")
  })

  it.each([
    ["en", "Data has arrived: tax returns"],
    ["es", "Llegaron datos: declaraciones de impuestos"],
    ["pt-BR", "Dados chegaram: declarações de impostos"],
  ] as const)("names data that has arrived in %s", async (locale, words) => {
    const { container } = await renderApp(table([row({ type: "TAX_RETURNS", code: "historical_update" })]), { locale })
    expect(container.textContent).toContain(words)
  })

  it("shows as it came what nobody knows", async () => {
    const { container } = await renderApp(table([row({ type: "HOROSCOPES", code: "moon_rose" })]))
    expect(container.textContent).toContain("HOROSCOPES moon_rose")
  })

  it("never shows an external id, not even its hash", async () => {
    const caused = [{ kind: "external_id", before: "hash-before", after: "hash-after" }]
    const { container } = await renderApp(table([row({ caused })]))
    expect(container.textContent).toContain("External id changed")
    expect(container.textContent).not.toContain("hash")
  })

  it("offers the re-reading only to who may, and only of a link", async () => {
    const rows = [row(), row({ linkId: null, outcome: "no_link", caused: [] })]
    const { container, rerenderApp } = await renderApp(table(rows))
    const buttons = () => container.querySelectorAll("tbody button[aria-label='Read again']")
    expect(buttons()).toHaveLength(1)
    expect(container.querySelectorAll("tbody input[type=checkbox]")).toHaveLength(2)
    rerenderApp(table(rows, { mayReread: false }))
    expect(buttons()).toHaveLength(0)
    expect(container.querySelectorAll("tbody input[type=checkbox]")).toHaveLength(0)
  })

  it("has the rows selected read again, or all that matched when the page was counted", async () => {
    const rows = [row(), row()]
    const view = await renderApp(table(rows, { count: 70 }))
    const boxes = () => view.container.querySelectorAll<HTMLInputElement>("input[type=checkbox]")
    const again = () => view.getAllByRole("button", { name: "Read again" }).find((one) => one.closest("table") === null)
    fireEvent.click(boxes()[1] as HTMLInputElement)
    fireEvent.click(again() as HTMLElement)
    await waitFor(() => expect(rereadMany).toHaveBeenCalledWith("sandbox", { eventIds: [rows[0]?.id] }))

    fireEvent.click(boxes()[0] as HTMLInputElement)
    fireEvent.click(view.getByRole("button", { name: /70/ }))
    fireEvent.click(again() as HTMLElement)
    const all = { filter: { outcome: "" }, snapshotAt: countedAt, expectedCount: 70 }
    await waitFor(() => expect(rereadMany).toHaveBeenLastCalledWith("sandbox", all))
  })

  it("has words for everything that may come of a webhook", async () => {
    const rows = ["waiting", ...webhookOutcomes].map((outcome) => row({ outcome, caused: [] }))
    const { container } = await renderApp(table(rows, { mayReread: false }))
    const said = Array.from(container.querySelectorAll("tbody td:nth-child(4)"), (cell) => cell.textContent)
    expect(new Set(said).size).toBe(rows.length)
    expect(said.join()).not.toContain("_")
  })

  it("says why it is empty", async () => {
    const { container } = await renderApp(table([]))
    expect(container.textContent).toContain("No webhook has arrived")
  })
})
