import { describe, expect, it, onTestFinished } from "vitest"
import { acceptInvitation } from "@/lib/auth/invitations/commands"
import {
  addMember,
  addMemberWithPassword,
  disableMember,
  enableMember,
  setAdmin,
  setRole,
} from "@/lib/auth/members/commands"
import { listMembers } from "@/lib/auth/members/queries"
import { type Ctx, installation } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import { testDatabase } from "@/test/database"
import { makeEnvironment, systemActor, testCtx } from "@/test/environment"
import { testWorld } from "@/test/world"

async function office() {
  const world = await testWorld({ role: "admin" })
  const ctx: Ctx = { ...world.ctx, environment: installation }
  const { slug } = world.ctx.environment
  const find = async (email: string) => (await listMembers(ctx)).find((member) => member.email === email)
  const add = (email: string, role: "support" | "admin" = "support") =>
    addMember(ctx, { email, name: "", grant: role === "admin" ? { role } : { role, environment: slug } })
  return { ...world, ctx, slug, find, add }
}

describe("members", () => {
  it("are added without a password, with one address to choose it at", async () => {
    const { add, find, slug, db } = await office()

    const { address } = await add("ana@example.com")

    expect(await find("ana@example.com")).toMatchObject({
      name: "ana",
      state: "invited",
      admin: false,
      roles: { [slug]: "support" },
    })
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:3000\/invitation\/[\w-]{43}$/)
    const kept =
      JSON.stringify(await db.invitation.findMany()) +
      JSON.stringify(await db.auditEntry.findMany({ select: { body: true } }))
    expect(kept).not.toContain(address.split("/").at(-1))
  })

  it("are one per e-mail address", async () => {
    const { add } = await office()
    await add("ana@example.com")
    await expect(add("ana@example.com")).rejects.toMatchObject({ options: { fields: { email: ["memberExists"] } } })
  })

  it("change their role in one environment and leave it", async () => {
    const { add, find, ctx, slug } = await office()
    const { memberId } = await add("ana@example.com")
    await setRole(ctx, { memberId, environment: slug, role: "engineer" })
    expect((await find("ana@example.com"))?.roles).toEqual({ [slug]: "engineer" })
    await setRole(ctx, { memberId, environment: slug, role: null })
    expect((await find("ana@example.com"))?.roles).toEqual({})
  })

  it("lose their sessions and invitations when disabled, and get neither back when enabled", async () => {
    const { add, find, ctx, db } = await office()
    const { memberId, address } = await add("ana@example.com")
    const token = address.split("/").at(-1) ?? ""
    await disableMember(ctx, { memberId })
    expect((await find("ana@example.com"))?.state).toBe("disabled")
    await enableMember(ctx, { memberId })
    await expect(acceptInvitation(ctx, { token, password: "cavalo bateria" })).rejects.toMatchObject({
      key: "invitationEnded",
    })
    expect((await db.member.findUniqueOrThrow({ where: { id: memberId } })).sessionEpoch).toBe(1)
  })

  it("are told when somebody else was faster", async () => {
    const { add, ctx } = await office()
    const { memberId } = await add("ana@example.com")
    await disableMember(ctx, { memberId })
    await expect(disableMember(ctx, { memberId })).rejects.toMatchObject({ key: "memberChanged" })
    await expect(setAdmin(ctx, { memberId, admin: false })).rejects.toMatchObject({ key: "memberChanged" })
  })

  it("are nobody's business but the administrators'", async () => {
    const { add, ctx, as } = await office()
    const { memberId } = await add("ana@example.com")
    const engineer: Ctx = { ...(await as("engineer")), environment: ctx.environment }
    // In the installation's context nobody but an administrator has a role.
    const outsider: Ctx = { ...engineer, actor: { ...engineer.actor, kind: "member", role: null } as Ctx["actor"] }
    for (const actor of [engineer, outsider]) {
      await expect(setAdmin(actor, { memberId, admin: true })).rejects.toMatchObject({ code: "FORBIDDEN" })
      await expect(listMembers(actor)).rejects.toMatchObject({ code: "FORBIDDEN" })
    }
  })

  it("set by command keep their password as it is, and a second environment adds a role", async () => {
    const { ctx, db, slug, find } = await office()
    const other = await makeEnvironment(db, "postgresql://x")
    const email = "ben@example.com"
    await addMemberWithPassword(ctx, {
      email,
      name: "Ben",
      grant: { role: "viewer", environment: slug },
      password: " short ",
    })
    await addMemberWithPassword(ctx, {
      email,
      name: "",
      grant: { role: "support", environment: other.slug },
      password: null,
    })
    expect(await find(email)).toMatchObject({
      name: "Ben",
      state: "active",
      roles: { [slug]: "viewer", [other.slug]: "support" },
    })
  })
})

describe("the last administrator", () => {
  it("can neither be disabled nor demoted, whatever other administrators can't sign in", async () => {
    const { ctx, db, add } = await office()
    const id = ctx.actor.kind === "member" ? ctx.actor.id : ""
    await db.member.update({ where: { id }, data: { passwordHash: "x" } })
    await add("invited@example.com", "admin")
    await db.member.create({
      data: { email: "gone@example.com", name: "", admin: true, passwordHash: "x", disabledAt: new Date() },
    })

    await expect(disableMember(ctx, { memberId: id })).rejects.toMatchObject({ key: "lastAdmin" })
    await expect(setAdmin(ctx, { memberId: id, admin: false })).rejects.toMatchObject({ key: "lastAdmin" })
  })

  it("is left where several demote and disable each other at once", async () => {
    const { url } = await testDatabase()
    const database = openDatabase(url)
    onTestFinished(() => database.close())
    const { prisma } = database
    const ctx = testCtx({
      database,
      databaseUrl: url,
      environment: installation,
      actor: systemActor(["members:manage"]),
    })
    const ids = await Promise.all(
      Array.from({ length: 6 }, async (_, i) => {
        const data = { email: `a${i}@example.com`, name: "", admin: true, passwordHash: "x" }
        return (await prisma.member.create({ data })).id
      }),
    )

    const deeds = ids.map((memberId, i) =>
      i % 2 ? setAdmin(ctx, { memberId, admin: false }) : disableMember(ctx, { memberId }),
    )
    const outcomes = await Promise.allSettled(deeds)

    expect(await prisma.member.count({ where: { admin: true, disabledAt: null } })).toBe(1)
    const refused = outcomes.filter((outcome) => outcome.status === "rejected")
    expect(refused.map(({ reason }) => reason.key)).toEqual(["lastAdmin"])
  })
})
