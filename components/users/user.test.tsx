// @vitest-environment jsdom
import { fireEvent, screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { UserAdvice } from "@/components/users/user-advice"
import { UserKnown } from "@/components/users/user-known"
import { UserLinks } from "@/components/users/user-links"
import { locales } from "@/lib/format"
import type { Advice, UserLink, UserPage } from "@/lib/users/schema"
import { now, renderApp } from "@/test/render"

const readAccountsAction = vi.hoisted(() => vi.fn())
vi.mock("@/lib/accounts/actions", () => ({ readAccountsAction }))

const link: UserLink = {
  id: "16f68516-bcbc-4cf7-b815-c500d4204e28",
  institution: "erebor_mx_retail",
  institutionName: "Erebor",
  status: "valid",
  accessMode: "recurrent",
  createdAt: now,
  statusSince: now,
  lastAccessedAt: now,
  institutionUserId: null,
  removedAt: null,
  hasAccounts: true,
  known: false,
}
const other = { ...link, id: "26f68516-bcbc-4cf7-b815-c500d4204e28", institutionName: "Gringotts" }
const page: UserPage = {
  externalId: "usr_1",
  links: [link, other, { ...link, id: "36f6", hasAccounts: false, removedAt: now }],
  removed: 1,
  cut: false,
  known: null,
  advice: [],
  may: { live: true },
}
const steps = ["enterCredentials", "giveCode", "finishOrDelete", "renewConsent", "lookUp"] as const
const advice: readonly Advice[] = [
  ...steps.map((step): Advice => ({ kind: "repair", linkId: link.id, institution: link.institution, step })),
  { kind: "shared", institution: link.institution, count: 2 },
  { kind: "duplicates", institution: link.institution, keep: link.id, others: ["b"] },
  { kind: "several", institution: link.institution, count: 2 },
  { kind: "missing", count: 1 },
  { kind: "notInDirectory" },
  { kind: "works", linkId: link.id, institution: link.institution },
  { kind: "brazil", institutions: ["ofmockbank_br_retail"] },
  { kind: "free" },
]

it.each(locales)(
  "says each piece of advice in %s, by the bank's own name, with the way to the link",
  async (locale) => {
    const { container } = await renderApp(<UserAdvice environment="sandbox" page={{ ...page, advice }} />, { locale })
    const said = Array.from(container.querySelectorAll("li"), ({ textContent }) => textContent ?? "")
    expect(said).toHaveLength(advice.length)
    expect(said.filter((text) => text.length < 15 || text.includes("users.advice"))).toEqual([])
    expect(said[0]).toContain("Erebor")
    expect(container.querySelectorAll(`a[href="/sandbox/links/${link.id}"]`)).toHaveLength(7)
  },
)

it("reads the accounts of all links that have some, one after the other, and says of which there are none", async () => {
  const account = { id: "a", name: "Cuenta", category: null, type: null, currency: "MXN", numberEnd: "4321" }
  readAccountsAction.mockResolvedValueOnce({ ok: true, data: { kind: "fresh", value: [account] } })
  readAccountsAction.mockResolvedValueOnce({ ok: false, code: "BELVO", message: "The bank is asleep." })
  await renderApp(<UserLinks environment="sandbox" page={page} removed path="/sandbox/users/usr_1" />)
  expect(readAccountsAction).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole("button", { name: /Read the accounts of 2 links/ }))
  expect(await screen.findByText(/The bank is asleep/)).toBeDefined()
  expect(screen.getByText("ending 4321")).toBeDefined()
  expect(readAccountsAction.mock.calls).toEqual([
    ["sandbox", { linkId: link.id }],
    ["sandbox", { linkId: other.id }],
  ])
})

it("offers no live reading to who may not, and the removed links behind a switch", async () => {
  const shown = { ...page, may: { live: false } }
  const { rerenderApp } = await renderApp(
    <UserLinks environment="sandbox" page={shown} removed={false} path="/sandbox/users/usr_1" />,
  )
  expect(screen.queryByRole("button", { name: /Read/ })).toBeNull()
  expect(screen.getByRole("link", { name: "Show the removed one" }).getAttribute("href")).toBe(
    "/sandbox/users/usr_1?removed=1",
  )
  rerenderApp(<UserLinks environment="sandbox" page={shown} removed path="/sandbox/users/usr_1" />)
  expect(screen.getByRole("link", { name: "Hide removed ones" }).getAttribute("href")).toBe("/sandbox/users/usr_1")
})

it("says what the directory knows, and what Belvo has not", async () => {
  const known = { known: true, linkIds: [link.id, other.id], missing: [other.id], elsewhere: [] }
  const { container, rerenderApp } = await renderApp(<UserKnown environment="sandbox" known={known} />)
  expect(container.textContent).toMatch(/with 2 links.*Belvo does not have this one/)
  rerenderApp(<UserKnown environment="sandbox" known={null} />)
  expect(screen.getByRole("link").getAttribute("href")).toBe("/sandbox/directory")
})
