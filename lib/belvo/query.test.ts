import fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import { BelvoInvalidRequest } from "@/lib/belvo/errors"
import { externalId, institutionName, pageSize, uuid } from "@/lib/belvo/patterns"
import { many, one, personal, showQuery, toQuery, writeQuery } from "@/lib/belvo/query"

const where = { method: "GET", path: "/api/links/" } as const
const table = {
  institution: one("institution", institutionName),
  externalId: personal(one("external_id", externalId)),
  externalIdIn: personal(many("external_id__in", externalId)),
  idIn: many("id__in", uuid),
  pageSize: one("page_size", pageSize),
}

const anyExternalId = fc
  .string({ unit: "grapheme", minLength: 3, maxLength: 60 })
  .filter((value) => externalId.safeParse(value).success)

describe("toQuery", () => {
  it("writes what Belvo reads back: any value survives the address", () => {
    fc.assert(
      fc.property(anyExternalId, fc.array(fc.uuid(), { minLength: 1, maxLength: 150 }), (value, idIn) => {
        const query = toQuery(where, table, { externalId: value, idIn })
        const read = new URL(`https://sandbox.belvo.com/api/links/${writeQuery(query)}`).searchParams

        expect(read.get("external_id")).toBe(value)
        expect(read.get("id__in")?.split(",")).toEqual(idIn)
      }),
    )
  })

  it("leaves out what was not asked", () => {
    expect(toQuery(where, table, { institution: undefined })).toEqual([])
    expect(writeQuery([])).toBe("")
  })

  it("separates values by bare commas and encodes the rest", () => {
    const query = toQuery(where, table, { externalIdIn: ["a b c", "d&e=f", "ñandú"] })

    expect(writeQuery(query)).toBe("?external_id__in=a%20b%20c,d%26e%3Df,%C3%B1and%C3%BA")
  })

  it("shows names but no personal value", () => {
    const query = toQuery(where, table, { externalId: "maria-lopez", institution: "erebor_mx_retail", pageSize: 1000 })

    expect(showQuery(query)).toBe("?institution=erebor_mx_retail&external_id=[redacted]&page_size=1000")
  })

  test.each([
    ["an empty list, which would be no filter at all", { idIn: [] }, "id__in"],
    ["more than 150 values", { idIn: Array<string>(151).fill("5fbae30b-8ac1-49d6-a665-b95de84af9cb") }, "id__in"],
    ["a comma inside a value of a list", { externalIdIn: ["good-one", "one,two"] }, "external_id__in.1"],
    ["an institution with a digit", { institution: "banco2_mx_retail" }, "institution"],
    ["an external id of two characters", { externalId: "ab" }, "external_id"],
    ["a control character", { externalId: "abc\u0000def" }, "external_id"],
    ["half a surrogate pair", { externalId: "abc\ud800" }, "external_id"],
    ["a page of more than 1,000", { pageSize: 1001 }, "page_size"],
    ["something that is no uuid", { idIn: ["../token"] }, "id__in.0"],
  ])("refuses %s and names the field only", (_what, params, field) => {
    const refused = () => toQuery(where, table, params)

    expect(refused).toThrow(BelvoInvalidRequest)
    expect(refused).toThrow(expect.objectContaining({ field, belvoCode: "invalid_request", method: "GET" }))
  })
})
