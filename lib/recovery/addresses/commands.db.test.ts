import { describe, expect, it } from "vitest"
import {
  extendAddresses,
  makeAddress,
  makeAddresses,
  revokeAddress,
  showAddress,
} from "@/lib/recovery/addresses/commands"
import { addressUrl, hashOf, listAddresses } from "@/lib/recovery/addresses/queries"
import { rehashAddresses } from "@/lib/recovery/addresses/rekeying/commands"
import { dayMs } from "@/lib/time"
import { twelve } from "@/simulator/worlds/twelve"
import { belvoWorld } from "@/test/belvo"

const linkId = twelve.invalid
const tokenIn = (url: string) => url.split("/").at(-1) ?? ""

describe("makeAddress", () => {
  it("makes an address of 22 characters that the row knows by its hash alone, without asking Belvo", async () => {
    const { ctx, db, sim } = await belvoWorld()
    const { addressId, url, expiresAt } = await makeAddress(ctx, { linkId })

    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/repair\/[A-Za-z0-9_-]{22}$/)
    expect(expiresAt.getTime() - ctx.now().getTime()).toBe(7 * dayMs)
    const row = await db.repairAddress.findFirstOrThrow()
    expect(row).toMatchObject({ id: addressId, linkId, generation: 0, state: "open", campaignId: null })
    expect(Buffer.from(row.hash)).toEqual(hashOf(tokenIn(url)))
    expect(addressUrl(ctx, { addressId, generation: 0 })).toBe(url)
    expect(sim.requests).toEqual([])
    const entries = await db.auditEntry.findMany()
    expect(entries).toMatchObject([{ action: "address.made", entityId: linkId }])
    expect(entries[0]?.body).not.toContain(tokenIn(url))
  })

  it("is found by its hash from no environment at all, and says no more than where it belongs", async () => {
    const { ctx, db } = await belvoWorld()
    const { addressId, url } = await makeAddress(ctx, { linkId, days: 1 })
    const find = (token: string) =>
      db.$queryRaw`SELECT environment_id, id::text FROM find_repair_address(${new Uint8Array(hashOf(token))})`
    await db.$queryRaw`SELECT set_config('enlace.environment', '0', true)`
    expect(await db.repairAddress.count()).toBe(0)
    expect(await find(tokenIn(url))).toEqual([{ environment_id: ctx.environment.id, id: addressId }])
    expect(await find("A".repeat(22))).toEqual([])
  })

  it("makes none for a link that Belvo no longer has, and none of another environment", async () => {
    const { ctx, db, elsewhere } = await belvoWorld()
    await expect(makeAddress(await elsewhere(), { linkId })).rejects.toMatchObject({ code: "NOT_FOUND" })
    await db.link.updateMany({ where: { id: linkId }, data: { removedAt: ctx.now() } })
    await expect(makeAddress(ctx, { linkId })).rejects.toMatchObject({ key: "linkRemoved" })
  })
})

describe("revokeAddress", () => {
  it("has the campaign measured whose address it was, and nothing where it was nobody's", async () => {
    const { ctx, db } = await belvoWorld()
    const measured = () => db.$queryRaw`SELECT FROM pgboss.job WHERE name = 'measure-campaigns' AND state < 'active'`
    await revokeAddress(ctx, { addressId: (await makeAddress(ctx, { linkId })).addressId })
    expect(await measured()).toEqual([])
    const { addressId } = await makeAddress(ctx, { linkId })
    await db.repairAddress.updateMany({ where: { id: addressId }, data: { campaignId: crypto.randomUUID() } })
    await revokeAddress(ctx, { addressId })
    expect(await measured()).toHaveLength(1)
    expect(await db.repairOutcome.count({ where: { addressId, kind: "revoked" } })).toBe(1)
  })

  it("leaves the old address known and its next generation nobody's, once", async () => {
    const { ctx, db } = await belvoWorld()
    const { addressId, url } = await makeAddress(ctx, { linkId })
    await revokeAddress(ctx, { addressId })
    const row = await db.repairAddress.findFirstOrThrow()
    expect(row).toMatchObject({ state: "revoked", generation: 1 })
    const [former] = await db.repairFormerHash.findMany({ where: { addressId } })
    expect(Buffer.from(former?.hash ?? [])).toEqual(hashOf(tokenIn(url)))
    expect(Buffer.from(row.hash)).toEqual(hashOf(tokenIn(addressUrl(ctx, { addressId, generation: 1 }))))
    expect(await db.repairOutcome.findMany()).toMatchObject([{ addressId, linkId, kind: "revoked" }])
    await expect(revokeAddress(ctx, { addressId })).rejects.toMatchObject({ key: "address.closed" })
    await expect(showAddress(ctx, { addressId })).rejects.toMatchObject({ key: "address.closed" })
  })
})

describe("showAddress", () => {
  it("gives the same address again, and the audit says to whom", async () => {
    const { ctx, as, db } = await belvoWorld()
    const { addressId, url } = await makeAddress(ctx, { linkId })
    expect((await showAddress(await as("engineer"), { addressId })).url).toBe(url)
    expect(await db.auditEntry.count({ where: { action: "address.shown" } })).toBe(1)
  })

  it("gives none whose time is over, which the list tells before any job has", async () => {
    const { ctx, advance } = await belvoWorld()
    const { addressId } = await makeAddress(ctx, { linkId, days: 1 })
    expect(await listAddresses(ctx, { linkId })).toMatchObject([{ state: "open", createdBy: "A support" }])
    advance(86_400)
    expect(await listAddresses(ctx, { linkId })).toMatchObject([{ state: "expired" }])
    await expect(showAddress(ctx, { addressId })).rejects.toMatchObject({ key: "address.closed" })
  })
})

describe("rehashAddresses", () => {
  it("lets a new key show an address again that was handed out under the old one, and both open it", async () => {
    const { ctx, db, system } = await belvoWorld()
    const { addressId, url } = await makeAddress(ctx, { linkId })
    // Repaired here once: good for the next time.
    await db.repairAddress.updateMany({ data: { state: "repaired" } })
    const newKey = Buffer.alloc(32, 9)
    const later = { ...ctx, env: { ...ctx.env, key: newKey } }
    expect(await rehashAddresses(system("housekeeping"), newKey)).toBe(1)
    expect(await rehashAddresses(system("housekeeping"), newKey)).toBe(0)
    const again = (await showAddress(later, { addressId })).url
    expect(again).not.toBe(url)
    const expectFound = async () => {
      for (const token of [tokenIn(url), tokenIn(again)]) {
        const found = await db.$queryRaw`SELECT id::text FROM find_repair_address(${new Uint8Array(hashOf(token))})`
        expect(found).toEqual([{ id: addressId }])
      }
    }
    await expectFound()
    await revokeAddress(later, { addressId })
    await expectFound()
  })
})

describe("makeAddresses", () => {
  it("makes one for a link in a campaign, however often its chunk begins anew, and none for what is gone", async () => {
    const { ctx, db } = await belvoWorld()
    await db.link.updateMany({ where: { id: twelve.single }, data: { removedAt: ctx.now() } })
    const campaign = { campaignId: crypto.randomUUID(), expiresAt: new Date(ctx.now().getTime() + dayMs) }
    const links = [twelve.invalid, twelve.valid, twelve.single].map((id) => ({ linkId: id }))

    const first = await makeAddresses(db, ctx, { ...campaign, links: links.slice(0, 1) })
    const all = await makeAddresses(db, ctx, { ...campaign, links })
    expect(all.map((made) => made.linkId).toSorted()).toEqual([twelve.invalid, twelve.valid].toSorted())
    expect(all).toContainEqual(first[0])
    expect(await db.repairAddress.count()).toBe(2)
    expect(await makeAddresses(db, ctx, { ...campaign, campaignId: crypto.randomUUID(), links })).toHaveLength(2)

    const later = new Date(ctx.now().getTime() + 3 * dayMs)
    expect(await extendAddresses(db, ctx, { campaignId: campaign.campaignId, expiresAt: later })).toBe(2)
    expect(await db.repairAddress.count({ where: { expiresAt: later } })).toBe(2)
  })
})
