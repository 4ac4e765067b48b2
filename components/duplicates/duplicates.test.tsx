// @vitest-environment jsdom
import { describe, expect, it } from "vitest"
import { DuplicatesTable } from "@/components/duplicates/duplicates-table"
import { GroupView } from "@/components/duplicates/group-view"
import type { DuplicateGroup, DuplicateGroupPage, GroupMember } from "@/lib/duplicates/queries"
import { proposeSurvivor, survivorReasons } from "@/lib/duplicates/rules"
import { duplicateListParams } from "@/lib/duplicates/schema"
import { locales } from "@/lib/format"
import { noRows } from "@/lib/page"
import { now, renderApp } from "@/test/render"

const member = (n: number, more: Partial<GroupMember> = {}): GroupMember => ({
  ...{ id: `16f68516-0000-4000-8000-00000000000${n}`, externalId: "usr_1", status: "valid", statusSince: now },
  ...{ accessMode: "recurrent", refreshRate: "24h", credentialsStorage: "store", createdAt: now },
  ...{ lastAccessedAt: null, firstSeenAt: now, known: false, knownAs: [], ...more },
})
const groupOf = (members: readonly GroupMember[], more: Partial<DuplicateGroup> = {}): DuplicateGroup => ({
  ...{ id: "20000000-0000-4000-8000-000000000001", institution: "erebor_mx_retail", institutionName: "Erebor" },
  ...{ institutionUserId: "sooE7XJWEKypZJR603ecaWYk-8Ap0oD7Nr1pBQ4eG9c=", firstSeenAt: now.toISOString() },
  ...{ size: members.length, externalIds: 1, sharedLogin: false, members, ...proposeSurvivor(members), ...more },
})
const pageOf = (group: DuplicateGroup, more: Partial<DuplicateGroupPage> = {}): DuplicateGroupPage => ({
  ...{ ...group, events: new Map([[group.survivor.id, 3]]), hasDirectory: true, ...more },
})
const params = duplicateListParams.parse({})
const five = [1, 2, 3, 4, 5].map((n) => member(n, { status: n === 2 ? "valid" : "invalid" }))

describe("DuplicatesTable", () => {
  it("names what works and what to keep, and opens the group", async () => {
    const page = { ...noRows, rows: [groupOf(five)], total: { count: 10_000, exact: false } }
    const { container, getByText } = await renderApp(
      <DuplicatesTable
        environment="sandbox"
        page={page}
        params={params}
        institutions={[]}
        elsewhere={null}
        swept
        may={{ export: true }}
      />,
    )
    getByText("10,000+", { exact: false })
    const row = container.querySelector("tbody")?.textContent ?? ""
    expect(row).toContain("Erebor")
    expect(row).toContain("+2")
    expect(row).toContain("works")
    const hrefs = Array.from(container.querySelectorAll("a"), (link) => link.getAttribute("href"))
    expect(hrefs).toContain("/sandbox/duplicates/20000000-0000-4000-8000-000000000001")
  })

  it("offers no file to who may take none, proposes nothing for shared logins, and says why it is empty", async () => {
    const shared = duplicateListParams.parse({ queue: "shared" })
    const { queryByText, getByText } = await renderApp(
      <DuplicatesTable
        environment="sandbox"
        page={noRows}
        params={shared}
        institutions={[]}
        elsewhere={{ count: 3, exact: true }}
        swept
        may={{ export: false }}
      />,
    )
    expect(queryByText("Export CSV")).toBeNull()
    expect(queryByText("Keep")).toBeNull()
    getByText("No login is used by two customers")
    expect(getByText("Show 3 groups of the same customer").closest("a")?.getAttribute("href")).toBe(
      "/sandbox/duplicates",
    )
  })

  it("calls nobody connected once where no sweep has finished, and leads to where one is started", async () => {
    const { queryByText, getByText } = await renderApp(
      <DuplicatesTable
        environment="sandbox"
        page={noRows}
        params={params}
        institutions={[]}
        elsewhere={null}
        swept={false}
        may={{ export: false }}
      />,
    )
    expect(queryByText("No customer is connected twice")).toBeNull()
    getByText("No sweep has finished yet")
    expect(getByText("Go to sync").closest("a")?.getAttribute("href")).toBe("/sandbox/sync")
  })
})

describe("GroupView", () => {
  it("puts the links side by side, marks the one to keep, and has room for a choice", async () => {
    const group = groupOf([member(1, { known: true, knownAs: ["usr_9"] }), member(2, { status: "invalid" })])
    const controls = new Map([[group.survivor.id, <input key="one" type="checkbox" aria-label="choose" />]])
    const { getAllByRole, getByLabelText, getByText, getAllByText } = await renderApp(
      <GroupView environment="sandbox" group={pageOf(group)} controls={controls} />,
    )
    expect(getAllByRole("article")).toHaveLength(2)
    expect(getByLabelText("choose").closest("article")?.textContent).toContain("Keep")
    getByText("usr_9")
    expect(getAllByText("not used")).toHaveLength(1)
  })

  it("says where none works, and of a shared login that it is for a person to judge", async () => {
    const broken = groupOf([member(1, { status: "invalid" }), member(2, { status: "invalid" })])
    const { getByText, rerenderApp, queryByText } = await renderApp(
      <GroupView environment="sandbox" group={pageOf(broken, { hasDirectory: false })} />,
    )
    getByText(/^None of these links works/)
    getByText(/^Without your directory/)
    rerenderApp(<GroupView environment="sandbox" group={pageOf({ ...broken, sharedLogin: true, externalIds: 2 })} />)
    getByText("One login, 2 different external ids")
    expect(queryByText("Keep")).toBeNull()
  })

  it.each(locales)("has words for every reason in %s", async (locale) => {
    const group = { ...groupOf([member(1), member(2)]), reasons: survivorReasons }
    const { container } = await renderApp(<GroupView environment="sandbox" group={pageOf(group)} />, { locale })
    expect(container.textContent).not.toContain("duplicates.reasons")
  })
})
