// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import type { DeletionState } from "@/lib/deletions/schema"
import type { TimelineItem } from "@/lib/link-pages/timeline/schema"
import { makeLinkPage, renderInLink } from "@/test/link-page"
import { Timeline } from "./timeline"

vi.mock("@/lib/recovery/actions", () => ({ openSessionAction: vi.fn() }))
vi.mock("@/lib/notes/actions", () => ({ addNoteAction: vi.fn() }))

const linkId = "16f68516-e1b1-4e28-8ac1-49d6a665b95d"

const request = (key: string, state: string): TimelineItem => ({
  ...{ key, source: "act", at: "2026-03-01T09:12:00.000000Z", kind: "deletion.requested", before: null, after: null },
  ...{ cause: null, requestId: null, actor: "Emilio Torres", state, text: null, ticket: null },
})

const deletionIn = (state: DeletionState) => ({
  ...{
    id: "d",
    linkId,
    requestId: "r",
    requestState: "running" as const,
    links: 1,
    requestedBy: { id: "1", name: "Emilio Torres" },
    reason: "left",
    state,
    failure: null,
  },
  ...{ requestedAt: "2026-03-01T09:12:00Z", heldUntil: "2026-03-01T09:12:10Z", acceptedAt: "2026-03-01T09:12:11Z" },
  ...{ settledAt: state === "done" ? "2026-03-01T09:12:20Z" : null, belvoRequestId: null },
})

const lines = () => screen.getAllByRole("listitem").map((line) => line.textContent)

it("says of a deletion that Belvo's webhook has ended what the banner says, before its row does", async () => {
  const items = [request("a2", "accepted"), request("a1", "failed")]
  await renderInLink(makeLinkPage({}, { deletion: deletionIn("done"), timeline: { items, after: null } }), <Timeline />)
  expect(lines()).toEqual([expect.stringMatching(/deleted$/), expect.stringMatching(/failed$/)])
})

it("leaves what has ended as it ended while another deletion is under way", async () => {
  const items = [request("a1", "failed")]
  await renderInLink(makeLinkPage({}, { deletion: deletionIn("sent"), timeline: { items, after: null } }), <Timeline />)
  expect(lines()).toEqual([expect.stringMatching(/failed$/)])
})
