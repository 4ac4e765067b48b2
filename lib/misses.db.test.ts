import { expect, it, vi } from "vitest"
import { testWorld } from "@/test/world"

const at = (seconds: number) => new Date(Date.parse("2026-03-01T12:00:00Z") + seconds * 1_000)

/** Another process of web: nothing that the first keeps in memory. */
async function webProcess() {
  vi.resetModules()
  return (await import("@/lib/misses")).countMiss
}

it("tells who guesses to stop after sixty misses in ten minutes, at whichever process, of that client alone", async () => {
  const { ctx, db } = await testWorld({ permissions: ["repair:visit"] })
  const processes = [await webProcess(), await webProcess()]
  const miss = (client: string, seconds: number, process = 0) =>
    processes[process]?.({ ...ctx, now: () => at(seconds) }, client)
  for (let one = 1; one < 60; one++) expect(await miss("203.0.113.7", one, one % 2)).toBe(false)
  expect(await miss("203.0.113.7", 60, 0)).toBe(true)
  expect(await miss("203.0.113.7", 61, 1)).toBe(true)
  expect(await miss("198.51.100.1", 61, 1)).toBe(false)
  const kept = await db.repairMiss.findMany({ orderBy: { misses: "desc" } })
  expect(kept.map(({ misses }) => misses)).toEqual([60, 1])
  expect(JSON.stringify(kept)).not.toContain("113")
  expect(await miss("203.0.113.7", 602, 1)).toBe(false)
})

it("keeps no more rows than buckets, whoever guesses from wherever", async () => {
  const { ctx, db } = await testWorld({ permissions: ["repair:visit"] })
  const countMiss = await webProcess()
  for (let client = 0; client < 40; client++) await countMiss(ctx, `2001:db8:0:${client}`)
  const kept = await db.repairMiss.findMany()
  expect(kept.reduce((sum, { misses }) => sum + misses, 0)).toBe(40)
  expect(kept.every(({ bucket }) => bucket >= 0 && bucket < 16_384)).toBe(true)
})
