import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isUndoable, masked, readRow, refusalsCsv, unguarded } from "@/lib/directory/rules"

const link = "9e9c9f4e-0d0c-4b0a-9a6e-0d0c4b0a9a6e"
// As a value may stand in a cell: no blanks around it, and nothing that ends a line.
const value = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 80 })
  .filter((text) => text.trim() === text && !/[\p{Cc}\ufffd]/u.test(text) && text.isWellFormed())

describe("readRow", () => {
  it("takes any id of at most 256 characters as it stands, and any UUID in lower case", () => {
    fc.assert(
      fc.property(value, fc.uuid(), (externalId, linkId) => {
        fc.pre(!/^'[=+\-@]/.test(externalId))
        expect(readRow({ externalId, linkId: linkId.toUpperCase() })).toEqual({ kind: "entry", externalId, linkId })
      }),
    )
  })

  it("takes a formula for what it is, and its guard off", () => {
    fc.assert(
      fc.property(fc.constantFrom("=", "+", "-", "@"), value, (sign, rest) => {
        const externalId = `${sign}${rest}`
        expect(readRow({ externalId: `'${externalId}`, linkId: null })).toMatchObject({ kind: "entry", externalId })
        expect(readRow({ externalId, linkId: null })).toMatchObject({ kind: "entry", externalId })
      }),
    )
  })

  it.each([
    ["", null],
    ["  ", null],
    ["NULL", null],
    ["\\N", null],
    [link.replaceAll("-", ""), link.replaceAll("-", "")],
  ])("reads the link id %j as %j", (linkId, expected) => {
    expect(readRow({ externalId: "usr_1", linkId })).toEqual({ kind: "entry", externalId: "usr_1", linkId: expected })
  })

  it.each([
    [null, link, "noExternalId"],
    [" ' ", "not a link", "badLinkId"],
    ["usr\u0000_1", link, "controlCharacters"],
    ["Jos\ufffd", link, "unreadable"],
    ["x".repeat(257), link, "longExternalId"],
    ["usr_1", `${link}|${link}`, "badLinkId"],
  ])("refuses %j with %j as %s", (externalId, linkId, reason) => {
    expect(readRow({ externalId, linkId })).toEqual({ kind: "refused", reason })
  })

  it("never throws", () => {
    const cell = fc.option(fc.string({ unit: "binary" }))
    fc.assert(
      fc.property(cell, cell, (externalId, linkId) => {
        expect(["entry", "refused"]).toContain(readRow({ externalId, linkId }).kind)
      }),
    )
  })
})

describe("unguarded", () => {
  it("takes off one apostrophe, and only before what it guards from", () => {
    expect(["'=1", "''=1", "'usr", "'", "=1"].map(unguarded)).toEqual(["=1", "''=1", "'usr", "'", "=1"])
  })
})

describe("masked", () => {
  it("shows at most the first three characters", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: "grapheme" }), (text) => {
        const [start] = (masked(text) ?? "").split("…")
        expect([...(start ?? "")].length).toBeLessThanOrEqual(3)
      }),
    )
  })

  it("shows nothing of what is as short", () => {
    expect(masked("abc")).toBe("•••")
    expect([masked(""), masked(null)]).toEqual([null, null])
  })
})

describe("refusalsCsv", () => {
  it("quotes what must be, and lets nothing run", () => {
    const rows = [
      { line: 3, reason: "badLinkId", value: '=1"… (4)' },
      { line: 4, reason: "noExternalId", value: null },
    ]
    expect(refusalsCsv(rows)).toBe('line,reason,value\n3,badLinkId,"\'=1""… (4)"\n4,noExternalId,\n')
  })
})

describe("isUndoable", () => {
  const done = { state: "done", imported: 1, removed: 0, endedAt: null } as const

  it("holds for the newest change alone", () => {
    expect(isUndoable(done, false, false)).toBe(true)
    expect(isUndoable(done, true, false)).toBe(false)
    expect(isUndoable(done, false, true)).toBe(false)
    expect(isUndoable({ ...done, imported: 0 }, false, false)).toBe(false)
    expect(isUndoable({ ...done, state: "undone" }, false, false)).toBe(false)
    expect(isUndoable({ ...done, endedAt: new Date() }, false, false)).toBe(false)
  })
})
