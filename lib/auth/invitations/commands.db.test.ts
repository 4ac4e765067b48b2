import { describe, expect, it, onTestFinished } from "vitest"
import { acceptInvitation, createInvitation } from "@/lib/auth/invitations/commands"
import { findInvitation } from "@/lib/auth/invitations/queries"
import { addMember } from "@/lib/auth/members/commands"
import { signIn } from "@/lib/auth/sign-in/commands"
import { type Ctx, installation } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import { hourMs } from "@/lib/time"
import { testDatabase } from "@/test/database"
import { systemActor, testCtx } from "@/test/environment"
import { testWorld } from "@/test/world"

const password = "cavalo bateria correto"
const ana = { email: "ana@example.com", name: "Ana", grant: { role: "admin" } } as const
const stranger = systemActor([])

async function invited() {
  const world = await testWorld({ role: "admin", now: "2026-03-01T12:00:00Z" })
  const admin: Ctx = { ...world.ctx, environment: installation }
  const { address, memberId } = await addMember(admin, ana)
  const visitor: Ctx = { ...admin, actor: stranger }
  const later = (hours: number): Ctx => ({ ...visitor, now: () => new Date(admin.now().getTime() + hours * hourMs) })
  return { ...world, admin, visitor, later, memberId, token: address.split("/").at(-1) ?? "" }
}

const enter = (ctx: Ctx) =>
  signIn({ ...ctx, actor: systemActor(["members:sign-in"]) }, { email: ana.email, password, address: "203.0.113.7" })

describe("an invitation", () => {
  it("is not used up by looking at it, and sets the password once", async () => {
    const { visitor, token } = await invited()
    await findInvitation(visitor, token)
    expect(await findInvitation(visitor, token)).toMatchObject({ email: ana.email })

    await acceptInvitation(visitor, { token, password })

    expect(await enter(visitor)).toMatchObject({ kind: "signed-in", member: { epoch: 1 } })
    expect(await findInvitation(visitor, token)).toBeNull()
    const again = acceptInvitation(visitor, { token, password: "another long password" })
    await expect(again).rejects.toMatchObject({ key: "invitationEnded" })
  })

  it("ends after a day", async () => {
    const { later, token } = await invited()
    expect(await findInvitation(later(23.9), token)).not.toBeNull()
    expect(await findInvitation(later(24), token)).toBeNull()
    await expect(acceptInvitation(later(24), { token, password })).rejects.toMatchObject({ key: "invitationEnded" })
  })

  it("ends when a newer one is made", async () => {
    const { admin, visitor, token, memberId } = await invited()
    await createInvitation(admin, { memberId })
    expect(await findInvitation(visitor, token)).toBeNull()
  })

  it("is kept where the password is too easy", async () => {
    const { visitor, token } = await invited()
    const easy = acceptInvitation(visitor, { token, password: "aaaaaaaaaaaa" })
    await expect(easy).rejects.toMatchObject({ options: { fields: { password: ["passwordSimple"] } } })
    expect(await findInvitation(visitor, token)).not.toBeNull()
  })

  it("is unknown by any other token", async () => {
    const { visitor } = await invited()
    expect(await findInvitation(visitor, "x".repeat(43))).toBeNull()
    expect(await findInvitation(visitor, "' OR 1=1 --")).toBeNull()
  })

  it("is for administrators to make", async () => {
    const { visitor, memberId } = await invited()
    await expect(createInvitation(visitor, { memberId })).rejects.toMatchObject({ code: "FORBIDDEN" })
  })

  it("is taken by one of two who use it at the same moment", async () => {
    const { url } = await testDatabase()
    const database = openDatabase(url)
    onTestFinished(() => database.close())
    const actor = systemActor(["members:manage"])
    const ctx = testCtx({ database, databaseUrl: url, environment: installation, actor })
    const { address } = await addMember(ctx, ana)
    const token = address.split("/").at(-1) ?? ""

    const both = await Promise.allSettled([
      acceptInvitation(ctx, { token, password }),
      acceptInvitation(ctx, { token, password: "another long password" }),
    ])

    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"])
  })
})
