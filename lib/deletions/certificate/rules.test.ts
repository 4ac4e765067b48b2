import { createHash } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { aroundLinks, canonical } from "@/lib/deletions/certificate/rules"

const json = fc.jsonValue()
const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex")

describe("canonical", () => {
  it("is one text for one value, in whatever order its names were written, and reads back as it", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed())
        expect(canonical(turned)).toBe(canonical(value))
        expect(canonical(JSON.parse(canonical(value)))).toBe(canonical(value))
      }),
    )
  })

  it("changes with every change, and so does its hash", () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other))
        const same = canonical(one) === canonical(other)
        expect(sha256(canonical(one)) === sha256(canonical(other))).toBe(same)
      }),
    )
  })

  it("orders names and leaves no blanks", () => {
    expect(canonical({ b: [1, null], a: { d: "x", c: true } })).toBe('{"a":{"c":true,"d":"x"},"b":[1,null]}')
  })
})

it("leaves room for links that are written one after the other", () => {
  const links = [{ id: "1" }, { id: "2" }]
  const [before, after] = aroundLinks(canonical({ counts: { deleted: 2 }, links: [], version: 1 }))
  const whole = canonical({ counts: { deleted: 2 }, links, version: 1 })
  expect(before + links.map(canonical).join(",") + after).toBe(whole)
  expect(before + after).toBe(canonical({ counts: { deleted: 2 }, links: [], version: 1 }))
})
