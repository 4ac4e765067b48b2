import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { findIncidents, type Losses, provenAt, timesNorm } from "@/lib/history/incidents/rules"

const hour = (at: string, lost: number) => ({
  at: new Date(at),
  lost,
  firstAt: new Date(at.replace(":00:00", ":12:00")),
})
const losses = (more: Partial<Losses>): Losses => ({
  institution: "erebor_mx_retail",
  hours: [hour("2026-03-01T09:00:00Z", 40)],
  lostBefore: 56,
  daysBefore: 28,
  ...more,
})

describe("findIncidents", () => {
  it("sees a burst far above the norm and says when it began", () => {
    const hours = [hour("2026-02-28T14:00:00Z", 1), hour("2026-03-01T09:00:00Z", 60), hour("2026-03-01T10:00:00Z", 20)]
    expect(findIncidents([losses({ hours })])).toEqual([
      {
        institution: "erebor_mx_retail",
        verdict: "incident",
        lost: 81,
        norm: 2,
        since: new Date("2026-03-01T09:12:00Z"),
      },
    ])
  })

  it("calls what is unusual but small unproven, and lists it last", () => {
    const small = losses({
      institution: "small_mx_retail",
      hours: [hour("2026-03-01T09:00:00Z", provenAt - 1)],
      lostBefore: 0,
    })
    const large = losses({ institution: "large_mx_retail" })
    expect(findIncidents([small, large]).map(({ institution, verdict }) => [institution, verdict])).toEqual([
      ["large_mx_retail", "incident"],
      ["small_mx_retail", "unproven"],
    ])
  })

  it("finds nothing in a usual day, however large the institution", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (usual) => {
        const day = losses({ hours: [hour("2026-03-01T09:00:00Z", usual * timesNorm)], lostBefore: usual * 28 })
        expect(findIncidents([day])).toEqual([])
      }),
    )
  })

  it("does not make an incident of a single link", () => {
    expect(findIncidents([losses({ hours: [hour("2026-03-01T09:00:00Z", 1)], lostBefore: 0, daysBefore: 0 })])).toEqual(
      [],
    )
  })
})
