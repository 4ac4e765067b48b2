import { describe, expect, it } from "vitest"
import { isForeignKey, keySeal, kindOfHost, trimBaseUrl, webhookAddress, webhookSeal } from "@/lib/environments/rules"

describe("isForeignKey", () => {
  it.each([
    ["nothing is mirrored yet", { mirrored: 0, shown: 100, known: 0 }, false],
    ["Belvo shows no link at all, as a sandbox on the first of a month", { mirrored: 100, shown: 0, known: 0 }, false],
    ["one of many is known", { mirrored: 100, shown: 100, known: 1 }, false],
    ["none is known", { mirrored: 1, shown: 1, known: 0 }, true],
  ])("where %s", (_case, seen, foreign) => {
    expect(isForeignKey(seen)).toBe(foreign)
  })
})

describe("seals", () => {
  const bound = { id: 1, baseUrl: "https://sandbox.belvo.com", keyVersion: 1 }

  it("binds a key and a webhook's value to different things", () => {
    expect(keySeal(bound)).not.toEqual(webhookSeal(bound))
  })

  it.each([{ id: 2 }, { baseUrl: "https://api.belvo.com" }, { keyVersion: 2 }])("is another one with %o", (change) => {
    expect(keySeal({ ...bound, ...change })).not.toEqual(keySeal(bound))
    expect(webhookSeal({ ...bound, ...change })).not.toEqual(webhookSeal(bound))
  })
})

describe("addresses", () => {
  it("knows production by its host", () => {
    expect(kindOfHost("https://api.belvo.com")).toBe("production")
    expect(kindOfHost("https://sandbox.belvo.com")).toBe("sandbox")
  })

  it("drops the slash that people paste", () => {
    expect(trimBaseUrl(" https://sandbox.belvo.com// ")).toBe("https://sandbox.belvo.com")
  })

  it("tells Belvo where its webhooks go", () => {
    expect(webhookAddress("https://enlace.example.com/", "sandbox")).toBe(
      "https://enlace.example.com/api/webhooks/belvo/sandbox",
    )
  })
})
