import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { canPress } from "@/lib/recovery/addresses/rules"
import { addressStates } from "@/lib/recovery/addresses/schema"
import { sessionStates } from "@/lib/recovery/schema"
import { pageState, type Seen, timeZoneOf } from "@/lib/recovery/visits/rules"

const now = new Date("2026-03-08T12:00:00Z")
const [inTime, past] = [new Date("2026-03-09T12:00:00Z"), now]
const seen = (state: string, expiresAt: Date, status: string, more: Partial<Seen> = {}): Seen => ({
  address: { state, expiresAt, errorCode: null },
  link: { status, removed: false },
  latest: null,
  ...more,
})

describe("pageState", () => {
  it.each([
    ["open", inTime, "invalid", "open"],
    ["open", past, "invalid", "expired"],
    ["repaired", inTime, "valid", "repaired"],
    ["repaired", past, "valid", "repaired"],
    ["repaired", inTime, "invalid", "again"],
    ["repaired", inTime, "token_required", "again"],
    ["repaired", past, "invalid", "broke"],
    ["healed", inTime, "valid", "healed"],
    ["healed", inTime, "invalid", "open"],
    ["healed", past, "invalid", "broke"],
    ["expired", past, "valid", "expired"],
    ["revoked", inTime, "invalid", "revoked"],
  ] as const)("of an address that is %s until %s says of a link that is %s: %s", (state, until, status, expected) => {
    expect(pageState(seen(state, until, status), now)).toBe(expected)
  })

  it("turns nobody out of the widget, and says at once that a visit has repaired it", () => {
    expect(pageState(seen("open", past, "invalid", { latest: "open" }), now)).toBe("open")
    expect(pageState(seen("open", inTime, "valid", { latest: "healed" }), now)).toBe("repaired")
  })

  const anything: fc.Arbitrary<Seen> = fc.record({
    address: fc.record({
      state: fc.constantFrom(...addressStates),
      expiresAt: fc.constantFrom(inTime, past),
      errorCode: fc.constantFrom(null, "login_error", "link_removed"),
    }),
    link: fc.record({
      status: fc.constantFrom("valid", "invalid", "token_required", "unconfirmed"),
      removed: fc.boolean(),
    }),
    latest: fc.constantFrom(null, ...sessionStates),
  })

  it("never says of a link that is broken that it works, but of one that a visit has just repaired", () => {
    fc.assert(
      fc.property(anything, (one) => {
        const said = pageState(one, now)
        if (said === "healed" || (said === "repaired" && one.latest !== "healed")) expect(one.link.status).toBe("valid")
      }),
    )
  })

  it("offers a start only where the button may be pressed, or somebody is in the widget", () => {
    fc.assert(
      fc.property(anything, (one) => {
        const said = pageState(one, now)
        if (said === "again" || (said === "open" && one.latest !== "open"))
          expect(canPress(one.address, now)).toBe(true)
        if (said === "broke") expect(canPress(one.address, now)).toBe(false)
      }),
    )
  })
})

it("takes the day for the customer's", () => {
  expect(timeZoneOf("MX")).toBe("America/Mexico_City")
  expect(timeZoneOf(null)).toBe("UTC")
})
