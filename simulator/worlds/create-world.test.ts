import { describe, expect, it } from "vitest"
import { findInstitution } from "@/simulator/institutions"
import type { WireLink } from "@/simulator/wire"
import { createWorld } from "@/simulator/worlds/create-world"
import { incidentInstitution } from "@/simulator/worlds/incidents"
import type { World } from "@/simulator/worlds/world"

const now = new Date("2026-03-14T15:30:00Z")
const demo = createWorld("demo", { now })
const links = [...demo.eachLink()]

function tally(of: (link: WireLink) => string | null): Map<string | null, number> {
  const counts = new Map<string | null, number>()
  for (const link of links) counts.set(of(link), (counts.get(of(link)) ?? 0) + 1)
  return counts
}

const among = (low: number, high: number) => (count: number | undefined) =>
  count !== undefined && count >= low && count <= high

describe("the demo world", () => {
  it("has exactly as many links as were asked for, each with an id of its own", () => {
    expect(demo.size).toBe(5_000)
    expect(new Set(links.map((link) => link.id)).size).toBe(5_000)
    expect(createWorld("demo", { now, links: 137 }).size).toBe(137)
  })

  it("is the same for the same seed and another for another", () => {
    const small = (seed: number) => [...createWorld("demo", { now, links: 300, seed }).eachLink()]
    expect(small(7)).toEqual(small(7))
    expect(small(8).map((link) => link.id)).not.toEqual(small(7).map((link) => link.id))
  })

  it("is mostly valid, with every other status in believable shares", () => {
    const counts = tally((link) => link.status)
    expect(counts.get("valid")).toSatisfy(among(3_900, 4_500))
    expect(counts.get("invalid")).toSatisfy(among(250, 700))
    expect(counts.get("token_required")).toSatisfy(among(60, 300))
    expect(counts.get("unconfirmed")).toSatisfy(among(50, 250))
  })

  it("spreads over four countries, and knows every institution", () => {
    const countries = new Map<string | undefined, number>()
    for (const link of links) {
      const country = findInstitution(link.institution)?.country
      countries.set(country, (countries.get(country) ?? 0) + 1)
    }
    expect([...countries.keys()].toSorted()).toEqual(["BR", "CL", "CO", "MX"])
    for (const count of countries.values()) expect(count).toBeGreaterThan(200)
  })

  it("never contradicts itself: single has no rate, recurrent stores, unconfirmed was never reached", () => {
    for (const link of links) {
      expect(link.refresh_rate === null).toBe(link.access_mode === "single")
      if (link.access_mode === "recurrent") expect(link.credentials_storage).toBe("store")
      expect(link.last_accessed_at === null).toBe(link.status === "unconfirmed")
      expect(Date.parse(link.last_accessed_at ?? link.created_at)).toBeGreaterThanOrEqual(Date.parse(link.created_at))
      expect(Date.parse(link.last_accessed_at ?? link.created_at)).toBeLessThanOrEqual(now.getTime())
    }
  })

  it("has the odd ones: other rates, storage, resources, and links that are overdue", () => {
    expect([...tally((link) => link.refresh_rate).keys()].toSorted()).toEqual(["12h", "24h", "30d", "6h", "7d", null])
    expect([...tally((link) => link.credentials_storage).keys()].toSorted()).toEqual([
      "30d",
      "365d",
      "5d",
      "nostore",
      "store",
    ])
    expect(tally((link) => link.stale_in).get(null)).toBeGreaterThan(50)
    expect(links.filter((link) => link.fetch_resources.length === 0).length).toBeGreaterThan(50)
    const overdue = links.filter(
      (link) =>
        link.status === "valid" &&
        link.refresh_rate === "24h" &&
        Date.parse(link.last_accessed_at ?? "") < now.getTime() - 3 * 86_400_000,
    )
    expect(overdue.length).toSatisfy(among(5, 100))
  })

  it("runs monthly links between the first and the twentieth", () => {
    const monthly = links.filter((link) => link.refresh_rate === "30d" && link.status === "valid")
    const refreshed = monthly.filter(
      (link) => Date.parse(link.last_accessed_at ?? "") - Date.parse(link.created_at) > 60_000,
    )
    const regular = refreshed.filter((link) => new Date(link.last_accessed_at ?? "").getUTCDate() <= 20)
    expect(regular.length / refreshed.length).toBeGreaterThan(0.9)
  })

  it("has duplicates, shared logins, siblings and orphans", () => {
    const groups = Map.groupBy(
      links.filter((link) => link.institution_user_id),
      (link) => `${link.institution} ${link.institution_user_id}`,
    )
    const doubled = [...groups.values()].filter((group) => group.length > 1)
    expect(doubled.length).toBeGreaterThan(80)
    expect(doubled.some((group) => new Set(group.map((link) => link.external_id)).size > 1)).toBe(true)
    expect(doubled.some((group) => new Set(group.map((link) => link.external_id)).size === 1)).toBe(true)
    const known = new Set([...demo.operatorUsers()].map((user) => user.linkId))
    expect(links.filter((link) => !known.has(link.id)).length).toSatisfy(among(100, 600))
    const ids = new Set(links.map((link) => link.id))
    const dangling = [...demo.operatorUsers()].filter((user) => user.linkId && !ids.has(user.linkId))
    expect(dangling.length).toBeGreaterThan(5)
  })

  it("has dirty ids of every kind", () => {
    const external = links.map((link) => link.external_id)
    expect(external.filter((id) => id === null).length).toBeGreaterThan(30)
    for (const first of ["-", "=", "+", "@", " "]) expect(external.some((id) => id?.startsWith(first))).toBe(true)
    expect(external.some((id) => id?.endsWith(" "))).toBe(true)
    const users = links.map((link) => link.institution_user_id)
    expect(users.some((id) => id?.startsWith("-"))).toBe(true)
    expect(new Set(users.map((id) => id?.length))).toEqual(new Set([44, 43, undefined]))
    for (const link of links) {
      if (link.institution_user_id?.length !== 44) expect(link.created_at < "2022-02-08").toBe(true)
    }
  })
})

describe("the history of the demo world", () => {
  const played = createWorld("demo", { now, links: 800, played: false })
  const atStart = [...played.eachLink()]

  it("begins 90 days ago and is played day by day, in order", () => {
    expect(played.daysToPlay).toHaveLength(91)
    expect(played.daysToPlay[0]).toBe("2025-12-14")
    expect(played.daysToPlay.at(-1)).toBe("2026-03-14")
    expect(() => played.playDay("2026-01-01")).toThrow("2025-12-14")
  })

  it("arrives at exactly the world's present", () => {
    for (const date of played.daysToPlay) {
      const day = played.playDay(date)
      expect(day.changeCount).toBe([...day.changes()].length)
      for (const change of day.changes()) expect(change.at.toISOString().slice(0, 10)).toBe(date)
      for (const link of played.eachLink()) {
        if (Date.parse(link.created_at) > day.end.getTime()) throw new Error(`${link.id} exists before it is created`)
      }
    }
    expect(played.daysToPlay).toEqual([])
    expect([...played.eachLink()]).toEqual([...createWorld("demo", { now, links: 800 }).eachLink()])
  })

  it("has creations, removals and status changes both ways", () => {
    const ids = new Set([...played.eachLink()].map((link) => link.id))
    expect(atStart.some((link) => !ids.has(link.id))).toBe(true)
    expect(ids.size).toBeGreaterThan(atStart.length)
    const kinds = changesOf(createWorld("demo", { now, links: 800, played: false })).map((change) => change.kind)
    expect(new Set(kinds)).toEqual(new Set(["created", "removed", "valid", "invalid", "token_required"]))
  })

  it("ends with an incident: one bank, a burst from valid to invalid, begun some hours ago", () => {
    const world = createWorld("demo", { now, played: false })
    const recent = changesOf(world).filter(
      ({ at, kind }) => kind === "invalid" && now.getTime() - at.getTime() < 4 * 3_600_000,
    )
    const institutions = recent.map(({ linkId }) => world.getLink(linkId)?.institution)
    const broken = institutions.filter((name) => name === incidentInstitution).length
    expect(broken).toSatisfy(among(50, 150))
    expect(broken / recent.length).toBeGreaterThan(0.9)
  })
})

function changesOf(world: World) {
  return world.daysToPlay.flatMap((date) => [...world.playDay(date).changes()])
}

describe("the million", () => {
  it("stands in seconds", { timeout: 60_000 }, () => {
    const start = performance.now()
    const world = createWorld("million", { now, links: 200_000 })
    expect(world.size).toBe(200_000)
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})
