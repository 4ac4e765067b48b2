import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it, vi } from "vitest"
import { z } from "zod"
import { readAccounts } from "@/lib/accounts/commands"
import { accountView } from "@/lib/accounts/schema"
import type { Ctx } from "@/lib/ctx"
import { collectTicket } from "@/lib/mirror/tickets/commands"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoWorld } from "@/test/belvo"

const linkId = twelve.valid

describe("readAccounts", () => {
  it("shows of a number its end, keeps who looked, and nothing of what was seen", async () => {
    const { ctx, db } = await belvoWorld()
    const answer = await readAccounts(ctx, { linkId })
    const accounts = answer.kind === "fresh" ? answer.value : []
    expect(accounts.length).toBeGreaterThan(0)
    for (const { numberEnd } of accounts) expect(numberEnd ?? "0000").toHaveLength(4)
    const entries = await db.auditEntry.findMany()
    expect(entries).toMatchObject([{ action: "accounts.read", entityId: linkId }])
    expect(entries[0]?.body).not.toContain(accounts[0]?.id)
  })

  it("gives a ticket where Belvo takes its time, for accounts as the page reads them", async () => {
    const { ctx } = await belvoWorld()
    const late: Ctx = { ...ctx, fetch: (...request) => sleep(2_200).then(() => ctx.fetch(...request)) }
    const answer = await readAccounts(late, { linkId })
    const ticketId = answer.kind === "queued" ? answer.ticketId : ""
    const accounts = await vi.waitFor(
      async () => {
        const collected = await collectTicket(ctx, ticketId)
        return z.array(accountView).parse(collected.kind === "fresh" ? collected.value : null)
      },
      { timeout: 15_000 },
    )
    expect(accounts.length).toBeGreaterThan(0)
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
