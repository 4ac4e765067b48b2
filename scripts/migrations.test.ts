import { describe, expect, it } from "vitest"
import { missingMigrations, readMigrations } from "@/scripts/migrations"

describe("missingMigrations", () => {
  const ours = ["1_first", "2_second"].map((name) => ({ name, sql: "", checksum: `sum of ${name}` }))
  const applied = (name: string, checksum = `sum of ${name}`, finished_at: Date | null = new Date(0)) => ({
    migration_name: name,
    checksum,
    finished_at,
  })

  it("answers those that were not applied, in order", () => {
    expect(missingMigrations(ours, []).map((one) => one.name)).toEqual(["1_first", "2_second"])
    expect(missingMigrations(ours, [applied("1_first")]).map((one) => one.name)).toEqual(["2_second"])
  })

  it.each([
    ["was edited since", [applied("1_first", "another sum")], "1_first was edited after it was applied"],
    ["failed halfway", [applied("1_first", undefined, null)], "1_first failed halfway"],
    ["is of a newer version", [applied("3_third")], "3_third, which this version of Enlace does not know"],
  ])("refuses a database with a migration that %s", (_what, rows, message) => {
    expect(() => missingMigrations(ours, rows)).toThrow(message)
  })
})

describe("our migrations", () => {
  it("say nothing that PostgreSQL 15 does not understand", async () => {
    const newer =
      /\bIS (NOT )?JSON\b|\bany_value\b|\bJSON_(TABLE|EXISTS|QUERY|VALUE|SCALAR|SERIALIZE)\b|\bpg_input_is_valid\b|\buuidv[47]\b|\bMERGE\b|\bVIRTUAL\b|\b\d+_\d{3}\b/i
    for (const { name, sql } of await readMigrations()) expect(newer.exec(sql)?.[0], name).toBeUndefined()
  })
})
