import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Facts, judge, partition } from "@/lib/deletions/judging/rules"
import {
  confirmationOf,
  heldUntil,
  isCancellable,
  isUnderWay,
  lookDelaysSeconds,
  mayDecide,
  mayMove,
  needsApproval,
  nextLook,
} from "@/lib/deletions/rules"
import { deletionStates, type RequestState, requestStates, skipReasons } from "@/lib/deletions/schema"

describe("confirmationOf", () => {
  it("asks for the external id, or for the end of the link id where there is none", () => {
    const id = "16f68516-bcbc-4cf7-b815-c500d4204e28"
    expect(confirmationOf({ id, externalId: "usr_001204" })).toBe("usr_001204")
    expect(confirmationOf({ id, externalId: null })).toBe("d4204e28")
  })
})

const status = fc.constantFrom("valid", "invalid", "token_required", "unconfirmed", "brand_new")
const facts: fc.Arbitrary<Facts> = fc.record({
  statusThen: status,
  statusNow: status,
  externalIdChanged: fc.boolean(),
  mustBeUnused: fc.boolean(),
  directoryUses: fc.boolean(),
  survivor: fc.option(fc.record({ present: fc.boolean(), status, leaving: fc.boolean() })),
})

describe("judge and partition", () => {
  it("puts every link into one of the two, in its order, and gives each that is left alone its reason", () => {
    fc.assert(
      fc.property(fc.array(facts), (all) => {
        const items = all.map((one, id) => ({ id, facts: one }))
        const { deletable, skipped } = partition(items)
        const ids = [...deletable, ...skipped.map(({ item }) => item)].map(({ id }) => id)
        expect(ids.toSorted((a, b) => a - b)).toEqual(items.map(({ id }) => id))
        expect(deletable.map(({ id }) => id)).toEqual(deletable.map(({ id }) => id).toSorted((a, b) => a - b))
        for (const { item, reason } of skipped) expect(judge(item.facts)).toBe(reason)
      }),
    )
  })

  it("never deletes what has healed, changed hands, is in use again, or whose survivor could not take its place", () => {
    fc.assert(
      fc.property(facts, (one) => {
        if (judge(one) !== null) return
        expect(one.statusThen !== "valid" && one.statusNow === "valid").toBe(false)
        expect(one.externalIdChanged || (one.mustBeUnused && one.directoryUses)).toBe(false)
        if (one.survivor) expect(one.survivor).toEqual({ present: true, status: "valid", leaving: false })
      }),
    )
  })

  it("deletes a link that works, and was chosen as one that works", () => {
    const asChosen = { statusThen: "valid", statusNow: "valid", externalIdChanged: false, survivor: null }
    expect(judge({ ...asChosen, mustBeUnused: false, directoryUses: true })).toBeNull()
    expect(judge({ ...asChosen, mustBeUnused: true, directoryUses: true })).toBe("directory_uses")
    expect(skipReasons).toContain("healed")
  })
})

it("lets nobody decide who has taken part, and anybody else", () => {
  fc.assert(
    fc.property(fc.array(fc.uuid()), fc.uuid(), (participants, member) => {
      expect(mayDecide(member, [...participants, member])).toBe(false)
      expect(mayDecide(member, participants)).toBe(!participants.includes(member))
    }),
  )
})

it("asks a second member above the threshold only", () => {
  expect([24, 25, 26].map((links) => needsApproval(links, 25))).toEqual([false, false, true])
  expect(needsApproval(1, 0)).toBe(true)
})

it("holds a request for so many hours", () => {
  const at = new Date("2026-03-01T09:00:00Z")
  expect(heldUntil(at, 24)).toEqual(new Date("2026-03-02T09:00:00Z"))
  expect(heldUntil(at, 0)).toEqual(at)
})

describe("mayMove", () => {
  it("only goes forward, except that failures of what is done may be tried again", () => {
    const walk = fc.array(fc.constantFrom(...requestStates), { maxLength: 30 })
    fc.assert(
      fc.property(walk, (wanted) => {
        let state: RequestState = "draft"
        const seen: RequestState[] = [state]
        for (const next of wanted) {
          if (!mayMove(state, next)) continue
          state = next
          seen.push(next)
        }
        const beforeRunning = seen.slice(0, seen.indexOf("running") < 0 ? undefined : seen.indexOf("running"))
        expect(new Set(beforeRunning).size).toBe(beforeRunning.length)
        const ends = seen.findIndex((one) => ["cancelled", "refused", "expired"].includes(one))
        expect(ends === -1 || ends === seen.length - 1).toBe(true)
      }),
    )
  })

  it("reaches deletion through the hold alone", () => {
    expect(requestStates.filter((state) => mayMove(state, "running"))).toEqual(["held", "done"])
    expect(requestStates.filter(isCancellable).every((state) => mayMove(state, "cancelled"))).toBe(true)
  })
})

describe("nextLook", () => {
  it.each([1, 2, 100_000])("looks ever later, and gives up after the last look (%i links)", (links) => {
    const at = new Date("2026-03-01T09:00:00Z")
    const delays = lookDelaysSeconds(links)
    expect(delays).toEqual([...delays].toSorted((a, b) => a - b))
    for (const [looks, seconds] of delays.entries()) {
      expect(nextLook(at, looks, links)).toEqual({ kind: "later", at: new Date(at.getTime() + seconds * 1_000) })
    }
    expect(nextLook(at, delays.length, links)).toEqual({ kind: "failed" })
  })
})

it("counts a deletion as under way until it has ended one way or another", () => {
  expect(deletionStates.filter(isUnderWay)).toEqual(["requested", "sent", "accepted"])
})
