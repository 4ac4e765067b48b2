import { describe, expect, it } from "vitest"
import { createWorld } from "@/simulator/worlds/create-world"
import { twelve } from "@/simulator/worlds/twelve"

const now = new Date("2026-03-01T12:00:00Z")

describe("world twelve", () => {
  it("has the twelve links that its ids name, and a history without days", () => {
    const world = createWorld("twelve", { now })
    expect([...world.eachLink()].map((link) => link.id).toSorted()).toEqual(Object.values(twelve).toSorted())
    expect(world.daysToPlay).toEqual([])
  })

  it("knows each link's owner but for the orphan and the newer duplicate", () => {
    const known = new Set([...createWorld("twelve", { now }).operatorUsers()].map((user) => user.linkId))
    const unknown = Object.entries(twelve).filter(([, id]) => !known.has(id))
    expect(unknown.map(([kind]) => kind)).toEqual(["duplicateNewer", "orphan"])
  })

  it("takes links that a test adds, in the place of their creation", () => {
    const world = createWorld("twelve", { now })
    const added = world.addLink({ created_at: "2026-02-25T08:45:50.406032Z", external_id: "ana@example.com" })
    expect(added).toMatchObject({ created_at: "2026-02-25T08:45:50.406032Z", external_id: null, status: "valid" })
    expect([...world.eachLink()].findIndex((link) => link.id === added.id)).toBe(1)
    world.removeLink(added.id)
    expect(world.getLink(added.id)).toBeNull()
    expect(() => world.setStatus(added.id, "valid")).toThrow(added.id)
  })

  it("keeps the last access of a link that breaks", () => {
    const world = createWorld("twelve", { now })
    const before = world.getLink(twelve.valid)
    expect(world.setStatus(twelve.valid, "invalid").last_accessed_at).toBe(before?.last_accessed_at)
    expect(Date.parse(world.setStatus(twelve.valid, "valid").last_accessed_at ?? "")).toBe(now.getTime())
  })
})

describe("world empty", () => {
  it("is empty until something is added", () => {
    const world = createWorld("empty", { now })
    expect(world.size).toBe(0)
    expect(world.getLink(world.addLink().id)?.institution).toBe("erebor_mx_retail")
  })
})
