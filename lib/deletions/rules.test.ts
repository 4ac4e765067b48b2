import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  confirm,
  confirmationOf,
  confirmDelaysSeconds,
  heldUntil,
  holdSeconds,
  isUnderWay,
} from "@/lib/deletions/rules"
import { deletionStates } from "@/lib/deletions/schema"

describe("confirmationOf", () => {
  it("asks for the external id, or for the end of the link id where there is none", () => {
    const id = "16f68516-bcbc-4cf7-b815-c500d4204e28"
    expect(confirmationOf({ id, externalId: "usr_001204" })).toBe("usr_001204")
    expect(confirmationOf({ id, externalId: null })).toBe("d4204e28")
  })
})

describe("confirm", () => {
  it("believes only that the link is gone, and gives up after the last look", () => {
    fc.assert(
      fc.property(fc.nat({ max: 20 }), (attempt) => {
        expect(confirm(false, attempt)).toBe("done")
        expect(confirm(true, attempt)).toBe(attempt + 1 < confirmDelaysSeconds.length ? "wait" : "failed")
      }),
    )
  })
})

it("holds a request for a moment before anything leaves", () => {
  const at = new Date("2026-03-01T09:00:00Z")
  expect(heldUntil(at).getTime() - at.getTime()).toBe(holdSeconds * 1_000)
})

it("counts a deletion as under way until it has ended one way or another", () => {
  expect(deletionStates.filter(isUnderWay)).toEqual(["requested", "sent", "accepted"])
})
