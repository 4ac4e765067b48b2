import { describe, expect, it } from "vitest"
import { fileNameOf } from "@/lib/exports/rules"
import { canonicalQuery } from "@/lib/exports/schema"

describe("fileNameOf", () => {
  const at = { environment: "sandbox", startedAt: new Date("2026-03-01T12:34:56.789Z"), id: "7f" }

  it("says where, what, when and which export", () => {
    expect(fileNameOf({ dataset: "links", query: "", raw: false }, at)).toBe(
      "enlace_sandbox_links_20260301T123456Z_7f.csv",
    )
  })

  it("says raw of a file for machines", () => {
    expect(fileNameOf({ dataset: "links", query: "", raw: true }, at)).toContain("links_raw_")
  })
})

describe("canonicalQuery", () => {
  it("keeps what filters and sorts, drops the page and the defaults, and names what it does not understand", () => {
    const raw = { sort: "-createdAt", status: "invalid,valid", after: "abc", page: "3", live: "1", colour: "red" }
    expect(canonicalQuery.links(raw)).toEqual({ query: "status=invalid,valid", ignored: ["colour"] })
    expect(canonicalQuery.trends({ days: "30", measure: "share" }).query).toContain("days=30")
  })
})
