import { describe, expect, it } from "vitest"
import { readAccounts } from "@/lib/accounts/commands"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoWorld } from "@/test/belvo"

const linkId = twelve.valid

describe("readAccounts", () => {
  it("shows of a number its end, keeps who looked, and nothing of what was seen", async () => {
    const { ctx, db } = await belvoWorld()
    const accounts = await readAccounts(ctx, { linkId })
    expect(accounts.length).toBeGreaterThan(0)
    for (const { numberEnd } of accounts) expect(numberEnd ?? "0000").toHaveLength(4)
    const entries = await db.auditEntry.findMany()
    expect(entries).toMatchObject([{ action: "accounts.read", entityId: linkId }])
    expect(entries[0]?.body).not.toContain(accounts[0]?.id)
  })

  it("keeps who looked even where Belvo then refuses", async () => {
    const { ctx, db, sim } = await belvoWorld()
    sim.failNext({ kind: "error", status: 401, code: "consent_without_accounts", message: "No accounts" })
    await expect(readAccounts(ctx, { linkId })).rejects.toMatchObject({ code: "BELVO" })
    expect(await db.auditEntry.count()).toBe(1)
  })

  it("refuses a viewer and knows no link of another environment", async () => {
    const { as, elsewhere, sim } = await belvoWorld()
    await expect(readAccounts(await as("viewer"), { linkId })).rejects.toMatchObject({ code: "FORBIDDEN" })
    await expect(readAccounts(await elsewhere(), { linkId })).rejects.toMatchObject({ code: "NOT_FOUND" })
    expect(sim.requests).toEqual([])
  })
})
