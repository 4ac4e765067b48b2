import { randomUUID } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { normaliseRequestId } from "@/lib/belvo/request-id"

describe("normaliseRequestId", () => {
  it("makes the bare id of a refresh and the dashed one of its webhook the same", () => {
    expect(normaliseRequestId("4363b08b-51eb-4350-9c74-5df5ac92a7f6")).toBe("4363b08b51eb43509c745df5ac92a7f6")
    expect(normaliseRequestId("4363b08b51eb43509c745df5ac92a7f6")).toBe("4363b08b51eb43509c745df5ac92a7f6")
  })

  it("does not depend on dashes or case", () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const bare = id.replaceAll("-", "")

        expect(normaliseRequestId(id.toUpperCase())).toBe(normaliseRequestId(bare))
        expect(normaliseRequestId(id)).toHaveLength(32)
      }),
    )
  })

  it("is settled after once, and leaves alone another word", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uuid()), (text) => {
        const once = normaliseRequestId(text)

        expect(normaliseRequestId(once)).toBe(once)
      }),
    )
    expect(normaliseRequestId("trace-12")).toBe("trace-12")
  })

  it("takes nothing in that could be more than an id", () => {
    expect(normaliseRequestId("Basic aWQ6cGFzc3dvcmQ= id:password")).toBe("")
    fc.assert(fc.property(fc.string(), (text) => /^[\w-]{0,64}$/.test(normaliseRequestId(text))))
  })

  it("keeps different requests apart", () => {
    expect(normaliseRequestId(randomUUID())).not.toBe(normaliseRequestId(randomUUID()))
  })
})
