import { describe, expect, it } from "vitest"
import { linkListParams } from "@/lib/links/schema"
import { activeFilters, offeredFilters, withoutFilter, withoutFilters } from "./filters"

const everything =
  "q=usr&id=16f68516-e1b1-4e28-8ac1-49d6a665b95d&status=invalid&externalId=usr_1&institution=erebor_mx_retail&country=MX&type=retail" +
  "&institutionUserId=x&accessMode=single&refreshRate=7d&createdFrom=2026-01-01&statusTo=2026-01-02&accessedFrom=2026-01-03" +
  "&overdue=1&duplicate=yes&orphan=yes&presence=all&sort=status&live=1"
const params = linkListParams.parse(Object.fromEntries(new URLSearchParams(everything)))

describe("activeFilters", () => {
  it("finds every filter that the address can hold", () => {
    expect(activeFilters(linkListParams.parse({}))).toEqual([])
    expect(activeFilters(params).toSorted()).toEqual(["q", "id", ...offeredFilters].toSorted())
  })

  it.each(["q", "id", ...offeredFilters] as const)("no longer finds %s once it is taken out of force", (name) => {
    const left = activeFilters({ ...params, ...withoutFilter(name) })
    expect(left).toEqual(activeFilters(params).filter((one) => one !== name))
  })

  it("clears them all and keeps the order and the view", () => {
    expect(linkListParams.query({ ...params, ...withoutFilters })).toBe("?sort=status&live=1")
  })
})
