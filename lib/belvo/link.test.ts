import fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import samples from "@/lib/belvo/fixtures/links.json"
import { toLink, toLinkPart } from "@/lib/belvo/link"
import { linkPartSchema, linkSchema } from "@/lib/belvo/schema"

describe("toLink", () => {
  test.each(Object.entries(samples))("carries the published %s link over whole", (_name, wire) => {
    const link = toLink(linkSchema.parse(wire))

    expect(link).toMatchObject({
      id: wire.id,
      institution: wire.institution,
      accessMode: wire.access_mode,
      refreshRate: wire.refresh_rate,
      createdBy: wire.created_by,
      externalId: wire.external_id,
      institutionUserId: wire.institution_user_id,
      credentialsStorage: wire.credentials_storage,
      staleIn: wire.stale_in,
      fetchResources: wire.fetch_resources,
      createdAt: new Date(wire.created_at),
      lastAccessedAt: new Date(wire.last_accessed_at),
      unknown: {},
    })
  })

  it("keeps the microseconds beside the date", () => {
    const link = toLink({ ...samples.fiscal, last_accessed_at: "2024-02-02T13:11:42.593+00:00" })

    expect(link.createdAtText).toBe("2024-02-02T13:11:42.586099Z")
    expect(link.lastAccessedAtText).toBe("2024-02-02T13:11:42.593000Z")
  })

  it("writes ids in lower case, so that one link is one row", () => {
    const { id, created_by } = samples.single
    const wire = { ...samples.single, id: id.toUpperCase(), created_by: created_by.toUpperCase() }

    expect(toLink(linkSchema.parse(wire))).toMatchObject({ id, createdBy: created_by })
  })

  it("keeps statuses, rates and fields that nobody has told us of", () => {
    const wire = { ...samples.single, status: "paused", refresh_rate: "90m", access_mode: "hybrid", consent_id: "c-1" }

    expect(toLink(linkSchema.parse(wire))).toMatchObject({
      status: "paused",
      refreshRate: "90m",
      accessMode: "hybrid",
      unknown: { consent_id: "c-1" },
    })
  })

  it("reads a link with nothing but what everything hangs on", () => {
    const { id, institution, status, created_at } = samples.single

    expect(toLink(linkSchema.parse({ id, institution, status, created_at }))).toMatchObject({
      accessMode: null,
      lastAccessedAt: null,
      lastAccessedAtText: null,
      externalId: null,
      institutionUserId: null,
      fetchResources: [],
    })
  })

  it("never throws for what the schema lets through, and loses no field", () => {
    const optional = fc.record(
      {
        access_mode: fc.option(fc.string()),
        refresh_rate: fc.option(fc.string()),
        last_accessed_at: fc.option(fc.constantFrom("2024-02-02T13:11:42.593032Z", "2024-02-02T13:11:42+00:00")),
        external_id: fc.option(fc.string()),
        institution_user_id: fc.option(fc.string()),
        fetch_resources: fc.option(fc.array(fc.string())),
        stale_in: fc.option(fc.string()),
      },
      { requiredKeys: [] },
    )
    const required = fc.record({
      id: fc.uuid(),
      institution: fc.string(),
      status: fc.string(),
      created_at: fc.constantFrom("2024-02-02T13:11:42.586099Z", "2022-02-09T08:45:50.406Z"),
    })
    const extra = fc.dictionary(fc.stringMatching(/^x_[a-z]{1,8}$/), fc.jsonValue())
    fc.assert(
      fc.property(required, optional, extra, (must, may, unknown) => {
        const wire = linkSchema.parse({ ...unknown, ...must, ...may })
        const link = toLink(wire)

        expect(link.unknown).toEqual(unknown)
        expect(link.externalId).toBe(may.external_id ?? null)
        expect(link.status).toBe(must.status)
      }),
    )
  })

  test.each([
    ["an id that is no uuid", { id: "12" }],
    ["a moment without a zone", { created_at: "2024-02-02T13:11:42.586099" }],
    ["no status", { status: null }],
  ])("is never reached by %s: the schema refuses it", (_what, change) => {
    expect(linkSchema.safeParse({ ...samples.single, ...change }).success).toBe(false)
  })
})

describe("toLinkPart", () => {
  it("has a key only where Belvo sent the field", () => {
    const part = toLinkPart(linkPartSchema.parse({ id: samples.single.id, status: "valid", flavour: 3 }))

    expect(part).toEqual({ id: samples.single.id, status: "valid", unknown: { flavour: 3 } })
  })

  it("gives back a whole link where nothing was left out", () => {
    expect(toLinkPart(samples.recurrent)).toEqual(toLink(samples.recurrent))
  })
})
