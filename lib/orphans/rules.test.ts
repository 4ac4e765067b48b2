import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { nearKey, nearness } from "@/lib/orphans/near/rules"
import { bulkKindsFor, type Evidence, judge, refuse } from "@/lib/orphans/rules"
import { bulkKinds, orphanListParams, orphanReasons, orphanStates, orphanStatuses } from "@/lib/orphans/schema"

const none: Evidence = { externalId: null, exact: false, siblings: [], near: [] }
const user = fc.constantFrom("usr_001204", "USR-001204", "user_001204", "prod_usr_001204", "001204", "usr_77", "maria")
const evidence = fc
  .record({
    externalId: fc.option(user),
    exact: fc.boolean(),
    siblings: fc.array(fc.record({ linkId: fc.uuid(), externalId: user }), { maxLength: 4 }),
    near: fc.array(user, { maxLength: 5 }),
  })
  .map((one): Evidence => ({ ...one, exact: one.exact && one.externalId !== null }))

describe("judge", () => {
  it("proposes nobody but users that the evidence names, and somebody whenever it gives a reason", () => {
    fc.assert(
      fc.property(evidence, (one) => {
        const { reason, confidence, matchedExternalId, evidenceLinkId } = judge(one)
        const users = [...(one.exact ? [one.externalId] : []), ...one.siblings.map((s) => s.externalId), ...one.near]
        if (matchedExternalId !== null) expect(users).toContain(matchedExternalId)
        expect(matchedExternalId === null).toBe(reason === "none")
        expect(confidence === "none").toBe(reason === "none")
        if (reason === "sibling") expect(one.siblings.map(({ linkId }) => linkId)).toContain(evidenceLinkId)
        if (reason === "exact") expect(matchedExternalId).toBe(one.externalId)
      }),
    )
  })

  it("takes the strongest reason, and never gains certainty by users that contradict each other", () => {
    fc.assert(
      fc.property(evidence, (one) => {
        const { reason, confidence, rivals } = judge(one)
        const expected = one.exact ? "exact" : one.siblings.length > 0 ? "sibling" : reason
        expect(reason).toBe(expected)
        expect(confidence === "high").toBe(reason === "exact" && rivals === 0)
        if (rivals > 0) expect(["medium", "low"]).toContain(confidence)
      }),
    )
  })

  it("does not depend on the order of what is near, nor on what is there twice", () => {
    fc.assert(
      fc.property(evidence, (one) => {
        expect(judge({ ...one, near: [...one.near, ...one.near].toReversed() })).toEqual(judge(one))
      }),
    )
  })

  it.each([
    ["an exact id", { externalId: "usr_1204", exact: true }, ["exact", "high", "usr_1204", 0]],
    [
      "an exact id whose login is another's, too",
      { externalId: "usr_1204", exact: true, siblings: [{ linkId: "a", externalId: "usr_9" }] },
      ["exact", "medium", "usr_1204", 1],
    ],
    ["a sibling", { siblings: [{ linkId: "a", externalId: "usr_9" }] }, ["sibling", "medium", "usr_9", 0]],
    [
      "siblings of two users",
      {
        siblings: [
          { linkId: "a", externalId: "usr_9" },
          { linkId: "b", externalId: "usr_8" },
        ],
      },
      ["sibling", "low", "usr_9", 1],
    ],
    ["another case", { externalId: "USR_001204", near: ["usr_001204"] }, ["near", "medium", "usr_001204", 0]],
    ["other separators", { externalId: "ab-12-cd", near: ["ab12cd", "zz"] }, ["near", "medium", "ab12cd", 0]],
    ["another word before it", { externalId: "customer-1204", near: ["usr_1204"] }, ["near", "low", "usr_1204", 0]],
    ["two that are as near", { externalId: "usr_1204", near: ["id_1204", "1204"] }, ["near", "low", "1204", 1]],
    ["nothing", { externalId: "usr_1204", near: ["usr_1205"] }, ["none", "none", null, 0]],
  ] as const)("judges %s", (_what, some, [reason, confidence, matchedExternalId, rivals]) => {
    expect(judge({ ...none, ...some })).toMatchObject({ reason, confidence, matchedExternalId, rivals })
  })
})

describe("nearness", () => {
  it("is the same both ways, and never of an id with itself", () => {
    fc.assert(
      fc.property(user, user, (one, other) => {
        expect(nearness(one, other)).toBe(nearness(other, one))
        expect(nearness(one, one)).toBeNull()
      }),
    )
  })

  it("never joins two UUIDs or two counters that differ", () => {
    const id = fc.oneof(
      fc.uuid(),
      fc.nat({ max: 999_999 }).map((n) => `usr_${String(n).padStart(6, "0")}`),
    )
    fc.assert(
      fc.property(id, id, (one, other) => {
        fc.pre(one !== other)
        expect(nearness(one, other)).toBeNull()
      }),
      { numRuns: 1_000 },
    )
  })

  it("keeps a word that is nearly all of the id, and drops it otherwise", () => {
    expect(nearKey("usr_12")).toBe("usr12")
    expect(nearKey("usr_123")).toBe("123")
    expect(nearKey("Prod-USR_1-2-3")).toBe("123")
    expect(nearKey("usrs_123")).toBe("usrs123")
    expect(nearKey("--")).toBe("")
  })
})

it("refuses among many whatever is not sure, does not work, or is decided", () => {
  for (const reason of orphanReasons)
    for (const state of orphanStates)
      for (const status of ["valid", "invalid", "paused"])
        expect(refuse("adopt", { reason, state, status, exported: false }) === null).toBe(
          reason === "exact" && state === "open" && status === "valid",
        )
})

describe("bulkKindsFor", () => {
  it("offers a decision exactly where the filter may show a link about which it could be made", () => {
    const rows = orphanReasons.flatMap((reason) =>
      orphanStatuses.flatMap((status) => orphanStates.map((state) => ({ reason, status, state, exported: false }))),
    )
    for (const reason of ["", ...orphanReasons]) {
      for (const status of [undefined, ...orphanStatuses]) {
        for (const state of [...orphanStates, "all"]) {
          const shown = rows.filter(
            (row) =>
              (reason === "" || row.reason === reason) &&
              (status === undefined || row.status === status) &&
              (state === "all" || row.state === state),
          )
          const possible = bulkKinds.filter((kind) => shown.some((row) => refuse(kind, row) === null))
          const offered = bulkKindsFor(orphanListParams.parse({ reason, status, state }))
          expect(offered.toSorted(), `${reason} ${status} ${state}`).toEqual(possible.toSorted())
        }
      }
    }
  })
})
