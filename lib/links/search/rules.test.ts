import { describe, expect, it } from "vitest"
import { byRelevance, dashedId, targetOf } from "@/lib/links/search/rules"
import type { SearchHit } from "@/lib/links/search/schema"

const hit = (id: string, more: Partial<SearchHit> = {}): SearchHit => ({
  id,
  externalId: "usr_1",
  institution: "erebor_mx_retail",
  institutionName: null,
  status: "valid",
  removed: false,
  matched: "externalId",
  exact: true,
  ...more,
})

describe("targetOf", () => {
  it("leads nowhere without a hit", () => {
    expect(targetOf("usr_1", [])).toBeNull()
  })

  it("opens the one link that is meant, though others begin alike", () => {
    const hits = [hit("a"), hit("b", { externalId: "usr_12", exact: false })]
    expect(targetOf("usr_1", hits)).toEqual({ kind: "link", id: "a" })
  })

  it("opens nobody's link for an id that only begins like theirs", () => {
    expect(targetOf("412", [hit("a", { externalId: "4120", exact: false })])).toBeNull()
    const begun = [hit("a", { exact: false }), hit("b", { exact: false, matched: "institutionUserId" })]
    expect(targetOf("usr", begun)).toBeNull()
  })

  it("leads to the customer's links, the worst first, where there are several", () => {
    const query = "?externalId=usr_1&sort=status"
    expect(targetOf("usr_1", [hit("a"), hit("b")])).toEqual({ kind: "list", query })
  })

  it("opens the link that is left of a customer whose others were removed", () => {
    expect(targetOf("usr_1", [hit("a", { removed: true }), hit("b")])).toEqual({ kind: "link", id: "b" })
  })

  it("shows the removed ones where no other is left", () => {
    const hits = [hit("a", { removed: true }), hit("b", { removed: true })]
    expect(targetOf("usr_1", hits)).toEqual({ kind: "list", query: "?externalId=usr_1&presence=all&sort=status" })
    expect(targetOf("usr_1", hits.slice(1))).toEqual({ kind: "link", id: "b" })
  })

  it("leads to the links of a login", () => {
    const logins = ["a", "b"].map((id) => hit(id, { matched: "institutionUserId" }))
    expect(targetOf("k=", logins)).toMatchObject({ query: "?institutionUserId=k%3D&sort=status" })
  })
})

describe("byRelevance", () => {
  it("puts what was meant first, what is gone last, and the worst status before the better", () => {
    const hits = [
      hit("begun", { exact: false, status: "invalid" }),
      hit("gone", { removed: true, status: "invalid" }),
      hit("good"),
      hit("bad", { status: "invalid" }),
    ]
    expect(hits.toSorted(byRelevance).map(({ id }) => id)).toEqual(["bad", "good", "gone", "begun"])
  })
})

it("writes a pasted id with its dashes, and leaves everything else alone", () => {
  const id = "16f68516-e1b1-4e28-8ac1-49d6a665b95d"
  expect([id.toUpperCase(), id.replaceAll("-", ""), "usr_1"].map(dashedId)).toEqual([id, id, "usr_1"])
})
