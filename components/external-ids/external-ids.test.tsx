// @vitest-environment jsdom
import { describe, expect, it } from "vitest"
import { OffenderKinds } from "@/components/external-ids/offender-kinds"
import { OffendersTable } from "@/components/external-ids/offenders-table"
import { PlainNumbers } from "@/components/external-ids/plain-numbers"
import { SharedLogins } from "@/components/external-ids/shared-logins"
import { WithoutExternalId } from "@/components/external-ids/without-external-id"
import type { OffenderRow } from "@/lib/external-ids/queries"
import { externalIdKinds, offenderListParams } from "@/lib/external-ids/schema"
import { locales } from "@/lib/format"
import { noRows } from "@/lib/page"
import { renderApp } from "@/test/render"

const row: OffenderRow = {
  ...{ linkId: "16f68516-0000-4000-8000-000000004e28", kind: "name", grade: "likely", status: "valid" },
  ...{
    institution: "erebor_mx_retail",
    institutionName: null,
    masked: "ma•••ez",
    length: 11,
    foundAt: "2026-03-14T11:00:00.000000Z",
  },
}
const none = offenderListParams.parse({})

describe("OffendersTable", () => {
  it("shows both ends of the id, how sure we are, and leads to the link", async () => {
    const page = { ...noRows, rows: [row], total: { count: 1, exact: true }, after: "abc" }
    const kind = offenderListParams.parse({ kind: "name" })
    const { container } = await renderApp(<OffendersTable environment="sandbox" page={page} params={kind} swept />)

    expect(container.querySelector("tbody")?.textContent).toContain("ma•••ez 11 characters")
    expect(container.querySelector("tbody")?.textContent).toContain("Likely")
    const hrefs = Array.from(container.querySelectorAll("a"), (link) => link.getAttribute("href"))
    expect(hrefs).toContain("/sandbox/links/16f68516-0000-4000-8000-000000004e28")
    expect(hrefs).toContain("/sandbox/external-ids?kind=name&after=abc")
  })

  it("says why it is empty", async () => {
    const { getByText, queryByText, rerenderApp } = await renderApp(
      <OffendersTable environment="sandbox" page={noRows} params={none} swept />,
    )
    getByText("No external id gives anything away")
    rerenderApp(<OffendersTable environment="sandbox" page={noRows} params={none} swept={false} />)
    getByText("No sweep has finished yet")
    expect(queryByText("No external id gives anything away")).toBeNull()
  })
})

describe("OffenderKinds", () => {
  it.each(locales)("has words for every kind in %s, and each opens its list", async (locale) => {
    const kinds = externalIdKinds.map((kind, place) => ({ kind, links: place + 1 }))
    const { getAllByRole } = await renderApp(<OffenderKinds environment="sandbox" kinds={kinds} current="" />, {
      locale,
    })
    expect(getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual(
      externalIdKinds.map((kind) => `/sandbox/external-ids?kind=${kind}`),
    )
  })

  it("keeps the kind that is open, and the way back to all, where nothing of it is left", async () => {
    const kinds = externalIdKinds.map((kind) => ({ kind, links: 0 }))
    const { getAllByRole } = await renderApp(<OffenderKinds environment="sandbox" kinds={kinds} current="cpf" />)
    expect(getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual([
      "/sandbox/external-ids",
      "/sandbox/external-ids?kind=cpf",
    ])
  })
})

describe("PlainNumbers", () => {
  it.each(locales)("says of every shape what it is and what it is taken for, in %s", async (locale) => {
    const numbers = ["11", "prefix 14", "letters 14", "dated"].map((shape, place) => ({
      ...{ kind: "cpf" as const, shape, alike: 1_000, fitting: 10, meant: place === 0 },
    }))
    const { container } = await renderApp(<PlainNumbers numbers={numbers} />, { locale })
    const shapes = Array.from(container.querySelectorAll("tbody tr"), (line) => line.querySelector("td")?.textContent)
    expect(new Set(shapes).size).toBe(4)
    expect(shapes[1]).toContain("14")
  })
})

describe("WithoutExternalId", () => {
  it("leads to the links that have none, where there are any", async () => {
    const { getByRole, rerenderApp, queryByRole } = await renderApp(
      <WithoutExternalId environment="sandbox" none={3} swept />,
    )
    expect(getByRole("link").getAttribute("href")).toBe("/sandbox/links?externalId=null")
    rerenderApp(<WithoutExternalId environment="sandbox" none={0} swept />)
    expect(queryByRole("link")).toBeNull()
  })

  it("leads to the sweeps where none has finished, rather than say that every link has one", async () => {
    const { getByRole, getByText, queryByText } = await renderApp(
      <WithoutExternalId environment="sandbox" none={0} swept={false} />,
    )
    getByText("No sweep has finished yet")
    expect(queryByText("Every link has one.")).toBeNull()
    expect(getByRole("link").getAttribute("href")).toBe("/sandbox/sync")
  })
})

describe("SharedLogins", () => {
  it("leads to the queue of logins that several external ids have", async () => {
    const { getByRole } = await renderApp(<SharedLogins environment="sandbox" />)
    expect(getByRole("link").getAttribute("href")).toBe("/sandbox/duplicates?queue=shared")
  })
})
