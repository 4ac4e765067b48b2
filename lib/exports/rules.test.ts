import { describe, expect, it } from "vitest"
import { fileNameOf, keptQuery } from "@/lib/exports/rules"
import { canonicalQuery } from "@/lib/exports/schema"

describe("fileNameOf", () => {
  const at = { environment: "sandbox", startedAt: new Date("2026-03-01T12:34:56.789Z"), id: "7f" }

  it("says where, what, when and which export", () => {
    expect(fileNameOf({ dataset: "links", query: "", raw: false }, at)).toBe(
      "enlace_sandbox_links_20260301T123456Z_7f.csv",
    )
  })

  it("says of a past day's list which day it is of", () => {
    expect(fileNameOf({ dataset: "links", query: "status=invalid&asOf=2026-02-03", raw: true }, at)).toBe(
      "enlace_sandbox_links_as-of-2026-02-03_raw_20260301T123456Z_7f.csv",
    )
  })

  it("says raw of a file for machines", () => {
    expect(fileNameOf({ dataset: "links", query: "", raw: true }, at)).toContain("links_raw_")
  })
})

describe("keptQuery", () => {
  const kept = (query: string) => keptQuery({ dataset: "links", query, raw: false }, (value) => `<${value.length}>`)

  it("keeps of what may name a person the hash, and the rest as it was", () => {
    expect(kept("q=ana&status=invalid")).toBe("q=hmac:%3C3%3E&status=invalid")
    expect(kept("externalId=usr_1,usr_22&institutionUserId=a,null&sort=status")).toBe(
      "externalId=hmac:%3C5%3E,hmac:%3C6%3E&institutionUserId=hmac:%3C1%3E,null&sort=status",
    )
  })

  it("leaves other lists' filters alone", () => {
    const query = "days=30&institution=erebor_mx_retail"
    expect(keptQuery({ dataset: "trends", query, raw: false }, () => "x")).toBe(query)
  })
})

describe("canonicalQuery", () => {
  it("keeps what filters and sorts, drops the page and the defaults, and names what it does not understand", () => {
    const raw = { sort: "-createdAt", status: "invalid,valid", after: "abc", page: "3", live: "1", colour: "red" }
    expect(canonicalQuery.links(raw)).toEqual({ query: "status=invalid,valid", ignored: ["colour"] })
    expect(canonicalQuery.trends({ days: "30", measure: "share" }).query).toContain("days=30")
  })
})
