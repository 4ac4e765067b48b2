import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { BelvoLink } from "@/lib/belvo/link"
import { listDifferences, withLive } from "@/lib/link-pages/rules"
import type { LinkFacts } from "@/lib/link-pages/schema"

const at = (clock: string) => new Date(`2026-03-01T${clock}Z`)
const facts: LinkFacts = {
  id: "16f68516-bcbc-4cf7-b815-c500d4204e28",
  institution: "erebor_mx_retail",
  accessMode: "recurrent",
  status: "invalid",
  refreshRate: "24h",
  lastAccessedAt: at("05:00:00"),
  externalId: "usr_001204",
  createdAt: at("00:00:00"),
  institutionUserId: null,
  credentialsStorage: "store",
  staleIn: null,
  fetchResources: ["ACCOUNTS", "OWNERS"],
  statusSince: at("09:12:00"),
  refreshDueAt: null,
  observedAt: at("11:57:00"),
  removedAt: null,
}
const live = (more: Partial<BelvoLink> = {}): BelvoLink => ({
  id: facts.id,
  institution: facts.institution,
  accessMode: facts.accessMode,
  status: facts.status,
  refreshRate: facts.refreshRate,
  createdBy: null,
  lastAccessedAt: facts.lastAccessedAt,
  lastAccessedAtText: null,
  externalId: facts.externalId,
  createdAt: facts.createdAt,
  createdAtText: "",
  institutionUserId: facts.institutionUserId,
  credentialsStorage: facts.credentialsStorage,
  staleIn: facts.staleIn,
  fetchResources: ["OWNERS", "ACCOUNTS"],
  unknown: {},
  ...more,
})

describe("withLive", () => {
  it("keeps since when a status holds, and begins anew where it has changed", () => {
    expect(withLive(facts, live(), at("12:00:00")).statusSince).toEqual(at("09:12:00"))
    expect(withLive(facts, live({ status: "valid" }), at("12:00:00"))).toMatchObject({
      status: "valid",
      statusSince: at("12:00:00"),
      observedAt: at("12:00:00"),
      refreshDueAt: new Date("2026-03-02T05:00:00Z"),
    })
  })

  it("brings a link back that the mirror took for gone", () => {
    const after = withLive({ ...facts, removedAt: at("10:00:00") }, live(), at("12:00:00"))
    expect(after.removedAt).toBeNull()
    expect(listDifferences({ ...facts, removedAt: at("10:00:00") }, after)).toEqual(["status"])
  })
})

describe("listDifferences", () => {
  it("finds none between equal readings, whatever the order of resources", () => {
    expect(listDifferences(facts, withLive(facts, live(), at("12:00:00")))).toEqual([])
  })

  it("names exactly the fields that Belvo shows otherwise", () => {
    const change = fc.record(
      { status: fc.constant("valid"), externalId: fc.constant(null), staleIn: fc.constant("30d") },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(change, (some) => {
        const after = withLive(facts, live(some), at("12:00:00"))
        expect(listDifferences(facts, after).toSorted()).toEqual(Object.keys(some).toSorted())
      }),
    )
  })
})
