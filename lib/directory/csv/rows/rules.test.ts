import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { CsvFailed, eachRow, firstRows } from "@/lib/directory/csv/rows/rules"
import { detectFormat } from "@/lib/directory/csv/rules"
import type { FoundRow } from "@/lib/directory/schema"

const columns = { externalId: 0, linkId: 1, header: true }

async function rowsOf(bytes: Uint8Array, size = 7): Promise<FoundRow[]> {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
  const found: FoundRow[] = []
  for await (const rows of eachRow(chunks, detectFormat(bytes), columns)) found.push(...rows)
  return found
}

const utf8 = (text: string) => new TextEncoder().encode(text)

describe("eachRow", () => {
  it.each([
    ["UTF-8 with a mark and CRLF", utf8("\ufeffexternal_id,link_id\r\nusr_ñ,a\r\nusr_2,\r\n")],
    ["semicolons", utf8("external_id;link_id\nusr_ñ;a\nusr_2;\n")],
    ["UTF-16", new Uint8Array(Buffer.from("\ufeffexternal_id\tlink_id\r\nusr_ñ\ta\r\nusr_2\t\r\n", "utf16le"))],
    [
      "UTF-16, high byte first",
      new Uint8Array(Buffer.from("\ufeffexternal_id;link_id\nusr_ñ;a\nusr_2;", "utf16le").swap16()),
    ],
    ["a spreadsheet's code page", new Uint8Array(Buffer.from("external_id;link_id\nusr_ñ;a\nusr_2;\n", "latin1"))],
    ["lone carriage returns", utf8("external_id,link_id\rusr_ñ,a\rusr_2,\r")],
  ])("reads %s, however it is cut", async (_, bytes) => {
    const expected = [
      { line: 2, externalId: "usr_ñ", linkId: "a" },
      { line: 3, externalId: "usr_2", linkId: "" },
    ]
    for (const size of [1, 2, 3, 7, 1000]) expect(await rowsOf(bytes, size)).toEqual(expected)
  })

  it("gives each row the line on which it begins", async () => {
    const text = 'external_id,link_id\n"a\nb",1\n\n\n"c ""d""",2\ne\n"f\r\ng",3\nh,4\n'

    expect((await rowsOf(utf8(text))).map(({ line, externalId }) => [line, externalId])).toEqual([
      [2, "a\nb"],
      [6, 'c "d"'],
      [7, "e"],
      [8, "f\r\ng"],
      [10, "h"],
    ])
  })

  it("leaves out the line that names the separator", async () => {
    expect(await rowsOf(utf8("sep=;\nexternal_id;link_id\nusr_1;a\n"))).toEqual([
      { line: 3, externalId: "usr_1", linkId: "a" },
    ])
  })

  it("has no value where a row is too short", async () => {
    expect(await rowsOf(utf8("external_id,link_id\nusr_1\n"))).toEqual([{ line: 2, externalId: "usr_1", linkId: null }])
  })

  it.each([
    ["a quote that does not end", 'external_id,link_id\nusr_1,a\n"usr_2,b\nusr_3,c\n', "quotes"],
    ["a row that does not end", `external_id,link_id\nusr_1,a\n"usr_2,${"b\n".repeat(50_000)}`, "longRow"],
  ])("says on which line %s begins", async (_, text, kind) => {
    const read = rowsOf(utf8(text), 1 << 16)

    await expect(read).rejects.toThrow(CsvFailed)
    await expect(read).rejects.toMatchObject({ kind, line: 3 })
  })

  it("reads back whatever is written by the rules, each row on a line of its own", async () => {
    const cell = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\ufeff", "").toWellFormed())
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1 }),
        fc.integer({ min: 1, max: 50 }),
        async (pairs, size) => {
          const write = (text: string) => `"${text.replaceAll('"', '""')}"`
          const text = pairs.map(([a, b]) => `${write(a)},${write(b)}\n`).join("")
          const rows = await rowsOf(utf8(`external_id,link_id\n${text}`), size)

          expect(rows.map(({ externalId, linkId }) => [externalId, linkId])).toEqual(pairs)
          expect(rows.every(({ line }, at) => at === 0 || line > (rows[at - 1]?.line ?? 0))).toBe(true)
        },
      ),
    )
  })
})

describe("firstRows", () => {
  it("has those before the end of what there is", async () => {
    const head = utf8('external_id,link_id\nusr_1,a\n"usr_')

    expect(await firstRows(head, detectFormat(head), 10)).toEqual([
      ["external_id", "link_id"],
      ["usr_1", "a"],
    ])
  })
})
