import { describe, expect, it } from "vitest"
import {
  formatBytes,
  formatClock,
  formatDate,
  formatDay,
  formatInstant,
  formatNumber,
  formatShare,
  isLocale,
  languageOf,
  locales,
  shortenMiddle,
  tags,
} from "@/lib/format"

const at = new Date("2026-03-14T03:12:33Z")

describe("numbers", () => {
  it("are grouped as the language groups them", () => {
    expect(formatNumber("en-GB", 1234567)).toBe("1,234,567")
    expect(formatNumber("es-MX", 1234567)).toBe("1,234,567")
    expect(formatNumber("es-MX", 8021)).toBe("8,021")
    expect(formatNumber("pt-BR", 1234567)).toBe("1.234.567")
  })

  it("are shares of one with at most one digit", () => {
    expect(formatShare("en-GB", 0.1254)).toBe("12.5%")
    expect(formatShare("pt-BR", 0.1254)).toBe("12,5%")
  })

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1 kB"],
    [538_400_000, "538.4 MB"],
    [2e15, "2,000 TB"],
  ])("are bytes in powers of a thousand: %d is %s", (bytes, shown) => {
    expect(formatBytes("en-GB", bytes)).toBe(shown)
  })
})

describe("dates", () => {
  it("are the reader's, by zone and language", () => {
    expect(formatDate("en-GB", "America/Mexico_City", at)).toBe("13 Mar 2026")
    expect(formatDate("en-GB", "UTC", at)).toBe("14 Mar 2026")
    expect(formatDate("es-MX", "UTC", at)).toBe("14 mar 2026")
    expect(formatDate("pt-BR", "UTC", at)).toBe("14 mar 2026")
    expect(formatClock("en-GB", "America/Mexico_City", at)).toBe("21:12")
  })

  it("name their zone where all is said", () => {
    expect(formatInstant("en-GB", "America/Mexico_City", at)).toBe("13 Mar 2026, 21:12:33 GMT-6")
    expect(formatInstant("en-GB", "UTC", at)).toContain("UTC")
  })

  it("stay the UTC day that they are, wherever the test runs", () => {
    expect(formatDay("en-GB", "2026-03-14")).toBe("14 Mar 2026")
    expect(formatDay("en-GB", "2026-03-14", "short")).toBe("14 Mar")
  })
})

it("shortens an id in the middle and leaves a short one alone", () => {
  expect(shortenMiddle("16f6a3c2-0000-4a2b-9c1f-2d8f7e114e28")).toBe("16f6…4e28")
  expect(shortenMiddle("16f6a3c2-0000-4a2b-9c1f-2d8f7e114e28", 8)).toBe("16f6a3c2…7e114e28")
  expect(shortenMiddle("usr_001204")).toBe("usr_001204")
})

it("knows its languages", () => {
  expect(isLocale("pt-BR")).toBe(true)
  expect(isLocale("pt")).toBe(false)
  expect(isLocale(undefined)).toBe(false)
})

it("knows the language of each tag", () => {
  expect(locales.map((locale) => languageOf(tags[locale]))).toEqual(locales)
})
