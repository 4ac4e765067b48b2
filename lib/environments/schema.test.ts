import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { environmentChanges, environmentSlug, reservedSlugs } from "@/lib/environments/schema"

describe("environmentSlug", () => {
  it.each(reservedSlugs)("keeps %s for the console itself", (slug) => {
    expect(environmentSlug.safeParse(slug).success).toBe(false)
  })

  it.each(["sandbox", "a", "prod-2", `a${"b".repeat(30)}`])("takes %s", (slug) => {
    expect(environmentSlug.parse(slug)).toBe(slug)
  })

  it("takes only what stands in an address as it is, and can't climb out of it", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const parsed = environmentSlug.safeParse(text)
        if (!parsed.success) return
        expect(new URL(`/${parsed.data}/links`, "http://x").pathname).toBe(`/${parsed.data}/links`)
        expect(encodeURIComponent(parsed.data)).toBe(parsed.data)
      }),
    )
  })
})

describe("environmentChanges", () => {
  const changes = {
    name: "Sandbox",
    kind: "sandbox",
    customerLocale: "es",
    sweepEveryMinutes: "60",
    deltaEveryMinutes: "0",
    deltaRequests: "20",
    rawWebhookDays: "30",
    ...{ deletionHoldHours: "24", deletionThreshold: "25", personalDays: "90" },
  }

  it("reads the numbers of a form", () => {
    expect(environmentChanges.parse(changes)).toMatchObject({
      ...{ sweepEveryMinutes: 60, deltaEveryMinutes: 0, deltaRequests: 20, rawWebhookDays: 30 },
      ...{ deletionHoldHours: 24, deletionThreshold: 25, personalDays: 90 },
    })
  })

  it.each(["4", "1441", "", "1.5", "soon"])("refuses %j minutes between sweeps", (sweepEveryMinutes) => {
    expect(environmentChanges.safeParse({ ...changes, sweepEveryMinutes }).success).toBe(false)
  })

  it.each(["-1", "61", "", " ", "2.5", "soon"])("refuses %j minutes between deltas", (deltaEveryMinutes) => {
    const { error } = environmentChanges.safeParse({ ...changes, deltaEveryMinutes })
    expect(error?.issues.map(({ path, message }) => [path[0], message])).toEqual([["deltaEveryMinutes", "number"]])
  })

  it.each([
    ["deletionHoldHours", "721"],
    ["deletionHoldHours", ""],
    ["deletionThreshold", "-1"],
    ["personalDays", "0"],
  ])("refuses a %s of %j", (name, value) => {
    expect(environmentChanges.safeParse({ ...changes, [name]: value }).success).toBe(false)
  })

  it.each(["1", "501", "", "2.5"])("refuses %j requests for a delta", (deltaRequests) => {
    expect(environmentChanges.safeParse({ ...changes, deltaRequests }).success).toBe(false)
  })
})
