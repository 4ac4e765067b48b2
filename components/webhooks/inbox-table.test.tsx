// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest"
import { InboxTable } from "@/components/webhooks/inbox-table"
import type { InboxRow } from "@/lib/webhooks/inbox/queries"
import { inboxParams, webhookOutcomes } from "@/lib/webhooks/schema"
import { renderApp } from "@/test/render"

vi.mock("@/lib/webhooks/actions", () => ({ rereadWebhookAction: vi.fn() }))

const params = inboxParams.parse({})
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
const page = (rows: InboxRow[]) => ({ rows, total: { count: rows.length, exact: true }, after: "next", before: null })

describe("InboxTable", () => {
  it("shows what a webhook said, and what its link's reading found", async () => {
    const { container } = await renderApp(
      <InboxTable environment="sandbox" page={page([row({ repeats: 2 })])} params={params} mayReread />,
    )
    expect(container.textContent).toContain("LINK invalid_credentials")
    expect(container.textContent).toContain("Status: valid → invalid")
    expect(container.textContent).toContain("sent 2 more times")
    expect(container.querySelector("a[href='/sandbox/links/16f68516-bcbc-4cf7-b815-c500d4204e28']")).not.toBeNull()
    expect(container.querySelector("a[rel=next]")?.getAttribute("href")).toBe("/sandbox/webhooks?after=next")
  })

  it("never shows an external id, not even its hash", async () => {
    const caused = [{ kind: "external_id", before: "hash-before", after: "hash-after" }]
    const { container } = await renderApp(
      <InboxTable environment="sandbox" page={page([row({ caused })])} params={params} mayReread />,
    )
    expect(container.textContent).toContain("External id changed")
    expect(container.textContent).not.toContain("hash")
  })

  it("offers the re-reading only to who may, and only of a link", async () => {
    const rows = [row(), row({ linkId: null, outcome: "no_link", caused: [] })]
    const { container, rerenderApp } = await renderApp(
      <InboxTable environment="sandbox" page={page(rows)} params={params} mayReread />,
    )
    const buttons = () => container.querySelectorAll("button[aria-label='Read again']")
    expect(buttons()).toHaveLength(1)
    rerenderApp(<InboxTable environment="sandbox" page={page(rows)} params={params} mayReread={false} />)
    expect(buttons()).toHaveLength(0)
  })

  it("has words for everything that may come of a webhook", async () => {
    const rows = ["waiting", ...webhookOutcomes].map((outcome) => row({ outcome, caused: [] }))
    const { container } = await renderApp(
      <InboxTable environment="sandbox" page={page(rows)} params={params} mayReread={false} />,
    )
    const said = Array.from(container.querySelectorAll("tbody td:nth-child(4)"), (cell) => cell.textContent)
    expect(new Set(said).size).toBe(rows.length)
    expect(said.join()).not.toContain("_")
  })

  it("says why it is empty", async () => {
    const { container } = await renderApp(
      <InboxTable environment="sandbox" page={page([])} params={params} mayReread />,
    )
    expect(container.textContent).toContain("No webhook has arrived")
  })
})
