import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  allSeverities,
  countryOf,
  hasStoredCredentials,
  isOpenFinanceBrazil,
  isOverdue,
  lastSeenAt,
  leastRefreshMs,
  nextStep,
  refreshDueAt,
  severityOf,
  sortsOffered,
  statusMeaning,
  typeOf,
} from "@/lib/links/rules"
import { linkListParams, linkSorts, linkStatuses } from "@/lib/links/schema"
import { dayMs, hourMs } from "@/lib/time"

const at = (text: string) => new Date(text)

describe("statusMeaning and nextStep", () => {
  it.each([
    ["valid", "valid", "nobody", "nothing"],
    ["invalid", "invalid", "customer", "enterCredentials"],
    ["token_required", "token_required", "customer", "giveCode"],
    ["unconfirmed", "unconfirmed", "customer", "finishOrDelete"],
    ["on_hold", "unknown", "agent", "lookUp"],
    ["constructor", "unknown", "agent", "lookUp"],
  ])("read %s as %s: %s, %s", (status, meaning, who, step) => {
    const link = { status, removedAt: null, institution: "erebor_mx_retail" }
    expect(statusMeaning(link)).toBe(meaning)
    expect(nextStep(link)).toEqual({ who, step })
  })

  it("let what was removed outrank its last status", () => {
    const link = { status: "invalid", removedAt: at("2026-03-01T00:00:00Z"), institution: "ofmockbank_br_retail" }
    expect(statusMeaning(link)).toBe("removed")
    expect(nextStep(link)).toEqual({ who: "nobody", step: "connectAnew" })
  })

  it("send a Brazilian open-finance customer to renew the consent, and only where something is wrong", () => {
    const link = { removedAt: null, institution: "ofmockbank_br_retail" }
    for (const status of ["invalid", "token_required", "unconfirmed"])
      expect(nextStep({ ...link, status })).toEqual({ who: "customer", step: "renewConsent" })
    expect(nextStep({ ...link, status: "valid" })).toEqual({ who: "nobody", step: "nothing" })
  })
})

describe("severityOf", () => {
  it("puts what is broken before what works, and an unknown word between", () => {
    const words = [...linkStatuses.slice(0, 3), "on_hold", "valid"]
    expect(words.map(severityOf)).toEqual(allSeverities)
  })
})

describe("names of institutions", () => {
  it.each([
    ["erebor_mx_retail", "MX", "retail", false],
    ["ofmockbank_br_business", "BR", "business", true],
    ["inss_br_employment", "BR", "employment", false],
    ["banco_do_brasil_br_retail", "BR", "retail", false],
    ["odd", null, null, false],
  ])("read %s", (name, country, type, openFinance) => {
    expect([countryOf(name), typeOf(name), isOpenFinanceBrazil(name)]).toEqual([country, type, openFinance])
  })
})

describe("refreshDueAt", () => {
  it.each([
    ["6h", "2026-03-14T09:00:00Z", "2026-03-14T15:00:00Z"],
    ["24h", "2026-03-14T09:00:00Z", "2026-03-15T09:00:00Z"],
    ["7d", "2026-03-14T09:00:00Z", "2026-03-21T09:00:00Z"],
    ["1h30m", "2026-03-14T09:00:00Z", "2026-03-14T10:30:00Z"],
  ])("adds %s to the last access", (rate, last, due) => {
    expect(refreshDueAt(at(last), rate)).toEqual(at(due))
  })

  it.each([
    ["runs on the same day of the next month, until that day is over", "2026-03-07T09:00:00Z", "2026-04-08T00:00:00Z"],
    ["never runs after the 20th", "2026-01-31T09:00:00Z", "2026-02-21T00:00:00Z"],
    ["goes over the end of the year", "2025-12-20T09:00:00Z", "2026-01-21T00:00:00Z"],
  ])("of a monthly link %s", (_, last, due) => {
    expect(refreshDueAt(at(last), "30d")).toEqual(at(due))
  })

  it.each([null, "", "weekly", "0h", "null"])("is never for the rate %j", (rate) => {
    expect(refreshDueAt(at("2026-03-14T09:00:00Z"), rate)).toBeNull()
  })

  it("is never for what was never accessed", () => {
    expect(refreshDueAt(null, "24h")).toBeNull()
  })

  it("lies no sooner after the last access than the list of overdue links is read by", () => {
    const last = fc.date({ min: at("2020-01-01T00:00:00Z"), max: at("2030-01-01T00:00:00Z"), noInvalidDate: true })
    fc.assert(
      fc.property(last, fc.constantFrom("6h", "12h", "24h", "7d", "30d", "90m", "45d"), (lastAccessedAt, rate) => {
        const due = refreshDueAt(lastAccessedAt, rate)?.getTime() ?? Number.NaN
        expect(due - lastAccessedAt.getTime()).toBeGreaterThanOrEqual(leastRefreshMs(rate) ?? Number.NaN)
      }),
    )
  })
})

describe("isOverdue", () => {
  const due = at("2026-03-14T09:00:00Z")
  const later = (ms: number) => new Date(due.getTime() + ms)
  const link = { status: "valid", refreshDueAt: due, removedAt: null }

  it("gives a refresh two hours to be done and heard of", () => {
    expect(isOverdue(link, later(2 * hourMs))).toBe(false)
    expect(isOverdue(link, later(2 * hourMs + 1))).toBe(true)
  })

  it("is said neither of removed links nor of those without a rate", () => {
    expect(isOverdue({ ...link, removedAt: due }, later(dayMs))).toBe(false)
    expect(isOverdue({ ...link, refreshDueAt: null }, later(dayMs))).toBe(false)
  })

  it.each(["invalid", "token_required", "unconfirmed", "on_hold"])("is not said of one that is %s", (status) => {
    expect(isOverdue({ ...link, status }, later(dayMs))).toBe(false)
  })
})

describe("lastSeenAt", () => {
  const [read, swept] = [at("2026-02-01T00:00:00Z"), at("2026-03-14T09:00:00Z")]

  it("is when the last completed sweep began, for a row that it left alone", () => {
    expect(lastSeenAt({ observedAt: read, removedAt: null }, swept)).toBe(swept)
  })

  it("is the row's own for what was read since, what is gone, and before the first sweep", () => {
    expect(lastSeenAt({ observedAt: swept, removedAt: null }, read)).toBe(swept)
    expect(lastSeenAt({ observedAt: read, removedAt: read }, swept)).toBe(read)
    expect(lastSeenAt({ observedAt: read, removedAt: null }, null)).toBe(read)
  })
})

describe("sortsOffered", () => {
  const filter = (query: string) => linkListParams.parse(Object.fromEntries(new URLSearchParams(query)))
  const many = { count: 10_000, exact: false }

  it.each(["q=usr", "createdFrom=2026-01-01", "overdue=1"])("offers every order while few match %s", (query) => {
    expect(sortsOffered(filter(query), { count: 2_000, exact: true })).toEqual(linkSorts)
  })

  it.each([
    ["", linkSorts],
    ["status=invalid&institution=erebor_mx_retail&country=MX", linkSorts],
    ["overdue=1", linkSorts],
    ["q=usr", ["externalId"]],
    ["externalId=test", ["externalId"]],
    ["createdFrom=2026-01-01", ["createdAt", "statusSince", "status"]],
    ["statusTo=2026-01-01", ["createdAt", "statusSince", "status"]],
    ["accessedFrom=2026-01-01", ["createdAt", "statusSince", "lastAccessedAt", "status"]],
  ])("of many that match %j offers the orders that cost no more than the page", (query, offered) => {
    expect(sortsOffered(filter(query), many)).toEqual(offered)
  })
})

it("knows credentials as long as Belvo keeps them, and takes its word where it has not said", () => {
  const now = at("2026-03-01T12:00:00Z")
  const kept = (credentialsStorage: string | null, days: number) =>
    hasStoredCredentials({ credentialsStorage, createdAt: new Date(now.getTime() - days * dayMs) }, now)
  expect([kept("store", 900), kept(null, 900), kept("30d", 29), kept("365d", 364)]).toEqual([true, true, true, true])
  expect([kept("nostore", 0), kept("30d", 30), kept("365d", 400)]).toEqual([false, false, false])
})
