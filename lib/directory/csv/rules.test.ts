import { describe, expect, it } from "vitest"
import { detectFormat, guessColumns } from "@/lib/directory/csv/rules"

const utf8 = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, "utf16le"))
const swapped = (bytes: Uint8Array) => new Uint8Array(Buffer.from(bytes).swap16())
const [one, two] = ["9e9c9f4e-0d0c-4b0a-9a6e-0d0c4b0a9a6e", "0d0c4b0a-9f4e-4b0a-9a6e-9e9c9f4e9a6e"]

describe("detectFormat", () => {
  it.each([
    ["commas", utf8("external_id,link_id\n"), "utf-8", ","],
    ["a mark", utf8("\ufeffexternal_id;link_id\n"), "utf-8", ";"],
    ["tabs", utf8("external_id\tlink_id\n"), "utf-8", "\t"],
    ["a separator line", utf8("sep=;\r\nexternal_id;link_id\r\n"), "utf-8", ";"],
    ["commas in quotes", utf8('"name, first, last, other";id\n'), "utf-8", ";"],
    ["one column", utf8("external_id\nusr_1\n"), "utf-8", ","],
    ["nothing", utf8(""), "utf-8", ","],
    ["UTF-16, low byte first, with a mark", utf16("\ufeffexternal_id;link_id\n"), "utf-16le", ";"],
    ["UTF-16, high byte first, with a mark", swapped(utf16("\ufeffexternal_id\tlink_id\n")), "utf-16be", "\t"],
    ["UTF-16 without a mark", utf16("external_id,link_id\n"), "utf-16le", ","],
    ["UTF-16, high byte first, without a mark", swapped(utf16("external_id,link_id\n")), "utf-16be", ","],
    ["a spreadsheet's own code page", new Uint8Array(Buffer.from("usuário;link\n", "latin1")), "windows-1252", ";"],
    ["a character cut in two by the end", utf8("usuário,enlaçe").slice(0, 13), "utf-8", ","],
  ])("knows %s", (_, head, encoding, delimiter) => {
    expect(detectFormat(head)).toEqual({ encoding, delimiter })
  })
})

describe("guessColumns", () => {
  it.each([
    [
      "the agreed names",
      [
        ["external_id", "link_id"],
        ["usr_1", one],
      ],
      0,
      1,
      true,
    ],
    [
      "other names, other places",
      [
        ["Link ID", "name", "User Id"],
        [one, "x", "usr_1"],
      ],
      2,
      0,
      true,
    ],
    [
      "Spanish names",
      [
        ["Id de usuario", "id_usuario", "enlace"],
        ["1", "usr_1", "x"],
      ],
      1,
      null,
      true,
    ],
    [
      "a name as people write it",
      [
        ["Link", "Id de usuario"],
        [one, "usr_1"],
      ],
      1,
      0,
      true,
    ],
    [
      "no names, by the UUIDs",
      [
        ["usr_1", one],
        ["usr_2", two],
      ],
      0,
      1,
      false,
    ],
    [
      "no names, the other way round",
      [
        [one, "usr_1"],
        [two, "usr_2"],
      ],
      1,
      0,
      false,
    ],
    [
      "two columns of UUIDs",
      [
        [one, two],
        [two, one],
      ],
      0,
      1,
      false,
    ],
    ["one column without a name", [["usr_1"], ["usr_2"]], 0, null, false],
  ])("guesses by %s", (_, rows, externalId, linkId, header) => {
    expect(guessColumns(rows)).toEqual({ externalId, linkId, header })
  })

  it.each([
    ["a file without rows", []],
    [
      "a file that lacks the column",
      [
        ["name", "link_id"],
        ["Ana", one],
      ],
    ],
    [
      "names that nobody knows",
      [
        ["abc", "def"],
        ["usr_1", one],
      ],
    ],
  ])("does not guess at %s", (_, rows) => {
    expect(guessColumns(rows)).toBeNull()
  })
})
