import { describe, expect, it } from "vitest"
import { findDrift } from "@/scripts/drift"
import { withClient } from "@/scripts/with-client"
import { testDatabase } from "@/test/database"

describe("findDrift", () => {
  it("finds that schema.prisma and the migrations agree", async () => {
    const { url } = await testDatabase()

    expect(await findDrift(url)).toBe("")
  })

  it("shows the SQL for a column that only one of them has", async () => {
    const { url } = await testDatabase()
    await withClient(url, (client) => client.query("ALTER TABLE member ADD COLUMN nickname text"))

    expect(await findDrift(url)).toContain('DROP COLUMN "nickname"')
  })
})
