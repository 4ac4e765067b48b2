// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest"
import { WebhookPanel } from "@/components/webhooks/webhook-panel"
import type { WebhookDetail } from "@/lib/webhooks/inbox/queries"
import { renderApp } from "@/test/render"

vi.mock("@/lib/webhooks/actions", () => ({ rereadWebhookAction: vi.fn() }))

const at = new Date("2026-03-14T11:00:00Z")
const webhook = (more: Partial<WebhookDetail> = {}): WebhookDetail => ({
  ...{ id: crypto.randomUUID(), type: "LINK", code: "token_required", linkId: crypto.randomUUID(), outcome: "changed" },
  ...{ processType: "recurrent_update", requestId: "4363b08b51eb43509c745df5ac92a7f6", receivedAt: at },
  ...{ repeats: 4, lastRepeatAt: at, processedAt: at, rawHash: "ab".repeat(32) },
  caused: [{ kind: "status", before: "valid", after: "token_required", at }],
  payload: { kind: "text", text: '{\n  "external_id": "<img src=x onerror=alert(1)>"\n}' },
  ...more,
})
const show = (one: WebhookDetail) =>
  renderApp(<WebhookPanel environment="sandbox" webhook={one} closeHref="/sandbox/webhooks" mayReread />)

describe("WebhookPanel", () => {
  it("shows the body as text, never as markup, and what the webhook caused", async () => {
    const { container } = await show(webhook())
    expect(container.querySelector("pre")?.textContent).toContain("<img src=x")
    expect(container.querySelector("img")).toBeNull()
    expect(container.textContent).toContain("Status: valid → token_required")
    expect(container.textContent).toContain("4 times more")
  })

  it.each([
    ["withheld", "Your role does not show the payload"],
    ["ended", "no longer kept"],
  ] as const)("says why there is no body where it is %s", async (kind, words) => {
    const { container } = await show(webhook({ payload: { kind } }))
    expect(container.querySelector("pre")).toBeNull()
    expect(container.textContent).toContain(words)
  })
})
