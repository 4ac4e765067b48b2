import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isBelvoError } from "@/lib/belvo/errors"
import listed from "@/lib/belvo/fixtures/link-list.json"
import samples from "@/lib/belvo/fixtures/links.json"
import { rejection, scriptedBelvo } from "@/lib/belvo/fixtures/script"
import { toLink } from "@/lib/belvo/link"
import { splitLinkPage } from "@/lib/belvo/link-text"
import { linkPageSchema } from "@/lib/belvo/schema"

const where = { method: "GET", path: "/api/links/" } as const
const [first = samples.single] = listed.results
const texts = fc.oneof(fc.string(), fc.constantFrom('"', "\\", '},{"id":"', "]}", "{", "\u2028", "\0"))
const ids = fc.uuid()
const links = fc.array(
  fc
    .record({ id: ids, external_id: fc.option(texts), institution_user_id: texts })
    .map((some) => ({ ...first, ...some })),
  { maxLength: 5 },
)
const pageOf = (results: readonly object[], more: object = {}) =>
  JSON.stringify({ count: results.length, next: null, previous: null, ...more, results })
const split = (text: string) => splitLinkPage(text, where)

describe("splitLinkPage", () => {
  it("tells links apart as parsing does, or not at all", () => {
    let told = 0
    fc.assert(
      fc.property(links, (results) => {
        const page = split(pageOf(results))
        if (!page) return
        told++
        expect(page.links.map(({ link }) => link())).toEqual(
          linkPageSchema.parse({ count: 0, results }).results.map(toLink),
        )
        expect(page.links.map(({ id }) => id)).toEqual(results.map(({ id }) => id))
        expect(page.links.map(({ text }) => text)).toEqual(results.map((link) => JSON.stringify(link)))
      }),
    )
    expect(told).toBeGreaterThan(30)
  })

  it("believes nothing of a page that was cut, or written over, that parsing would not", () => {
    const whole = pageOf(listed.results)
    fc.assert(
      fc.property(fc.nat({ max: whole.length }), fc.boolean(), texts, (at, isCut, rubbish) => {
        const text = isCut ? whole.slice(0, at) : whole.slice(0, at) + rubbish + whole.slice(at)
        const read = readAll(text)
        if (read) expect(read).toEqual(linkPageSchema.parse(JSON.parse(text)).results.map(toLink))
      }),
      { numRuns: 1_000 },
    )
  })

  it("knows Belvo's own page, how many there are and where the next is", () => {
    const next = "https://sandbox.belvo.com/api/links/?page=2"
    expect(split(pageOf(listed.results, { count: 700, next }))).toMatchObject({ count: 700, next })
    expect(split(pageOf([]))).toEqual({ count: 0, next: null, links: [] })
  })

  it.each([
    ["an object within a link", pageOf([{ ...first, more: [{ id: 1 }, { id: 2 }] }])],
    ["a link that does not begin with its id", pageOf([{ ...Object.fromEntries(Object.entries(first).toReversed()) }])],
    ["blanks", JSON.stringify(JSON.parse(pageOf([first])), null, 1)],
    ["other fields around the links", JSON.stringify({ more: 1, ...JSON.parse(pageOf([first])) })],
    ["an id that is none", pageOf([{ ...first, id: "6e9be884" }])],
  ])("leaves to parsing what has %s", (_name, text) => expect(split(text)).toBeNull())

  it("lets go of a page's text while its ids are kept", () => {
    const page = JSON.stringify({ ...first, external_id: "x".repeat(1_000_000) })
    const kept: string[] = []
    const before = heapAfterCollection()
    for (let at = 0; at < 50; at++) {
      const id = `6e9be884-4781-4b8c-8d0e-${String(at).padStart(12, "0")}`
      const text = pageOf([first]).replace(JSON.stringify(first), page.replace(first.id, id))
      kept.push(...(split(text)?.links.map((link) => link.id) ?? []))
    }
    expect(heapAfterCollection() - before).toBeLessThan(10_000_000)
    expect(new Set(kept).size).toBe(50)
  })

  it("refuses a link that is not as expected once it is read, and says which", async () => {
    const results = [samples.single, { ...samples.single, status: 7 }]
    const { belvo } = scriptedBelvo([{ json: { count: 2, next: null, previous: null, results } }])
    const { items } = await belvo.listLinkTexts({})
    expect(items[0]?.link()).toMatchObject({ id: samples.single.id })
    expect(await rejection(Promise.resolve().then(() => items[1]?.link()))).toMatchObject({
      kind: "schema",
      at: "results.1.status",
    })
  })
})

function heapAfterCollection(): number {
  setFlagsFromString("--expose-gc")
  runInNewContext("gc")()
  return process.memoryUsage().heapUsed
}

/** Null where not every link can be. */
function readAll(text: string): unknown[] | null {
  try {
    return split(text)?.links.map(({ link }) => link()) ?? null
  } catch (error) {
    if (isBelvoError(error)) return null
    throw error
  }
}
