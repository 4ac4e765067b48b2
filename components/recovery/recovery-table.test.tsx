// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { beforeAll, expect, it, vi } from "vitest"
import { type RecoveryRow, recoveryListParams } from "@/lib/recovery/list/schema"
import { renderApp } from "@/test/render"
import { installTopLayer } from "@/test/top-layer"
import { RecoveryTable } from "./recovery-table"

vi.mock("@/lib/recovery/addresses/actions", () => ({ revokeAddressAction: vi.fn() }))
beforeAll(installTopLayer)

const row: RecoveryRow = {
  ...{ id: "1", kind: "address", outcome: "open", lastTry: null, errorCode: null, externalId: "usr_000001" },
  ...{ linkId: "10000000-0000-4000-8000-000000000001", institution: "erebor_mx_retail", institutionName: "Erebor" },
  ...{ by: null, campaignId: "7", madeAt: "2026-03-14T10:00:00.000000Z", openedAt: null, settledAt: null },
  ...{ expiresAt: "2026-03-20T10:00:00.000000Z", repairMs: null, revocable: true },
}
const show = (mayRevoke: boolean) => {
  const page = { rows: [row], total: { count: 1, exact: true }, after: null, before: null }
  const given = { environment: "sandbox", page, params: recoveryListParams.parse({}), makers: [], mayRevoke }
  return renderApp(<RecoveryTable {...given} />)
}

it("leads from an address to the campaign that made it, and lets it be revoked on a phone, too", async () => {
  await show(true)
  expect(screen.getByRole("link", { name: "Campaign" }).getAttribute("href")).toBe("/sandbox/recovery/campaigns/7")
  // One for either width of the page, of which the other is hidden.
  const buttons = screen.getAllByRole("button", { name: "Revoke" })
  expect(buttons.filter((button) => button.closest(".max-md\\:hidden") === null)).toHaveLength(1)
  expect(buttons.filter((button) => button.closest(".md\\:hidden") === null)).toHaveLength(1)
})

it("offers nothing to who may not revoke", async () => {
  await show(false)
  expect(screen.queryByRole("button", { name: "Revoke" })).toBeNull()
})
