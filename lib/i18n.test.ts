import { describe, expect, it } from "vitest"
import { locales } from "@/lib/format"
import { loadMessages, matchLocale, toTimeZone } from "@/lib/i18n"

describe("matchLocale", () => {
  it.each([
    ["pt-PT,pt;q=0.9,en;q=0.8", "pt-BR"],
    ["es-419", "es"],
    ["fr-FR,es;q=0.4,en;q=0.7", "en"],
    ["de,fr", "en"],
    ["en;q=0, es", "es"],
    ["", "en"],
    ["*;q=x", "en"],
  ])("serves %j in %s", (header, locale) => {
    expect(matchLocale(header)).toBe(locale)
  })
})

describe("toTimeZone", () => {
  it("takes zones that exist and nothing else", () => {
    expect(toTimeZone("America/Sao_Paulo")).toBe("America/Sao_Paulo")
    expect([undefined, "", "Mars/Olympus", "<script>", "x".repeat(100)].map(toTimeZone)).toEqual(Array(5).fill("UTC"))
  })
})

it.each(locales)("loads every namespace of %s", async (locale) => {
  const messages = await loadMessages(locale)
  expect(Object.keys(messages)).toEqual(expect.arrayContaining(["errors", "shell", "status", "time", "ui"]))
})
