import { describe, expect, it } from "vitest"
import { changePassword, setLocale, setTheme, signOut, signOutEverywhere } from "@/lib/auth/commands"
import { hashPassword } from "@/lib/auth/passwords/commands"
import { type Ctx, installation } from "@/lib/ctx"
import { systemActor } from "@/test/environment"
import { testWorld } from "@/test/world"

const password = "cavalo bateria correto"

/** A member of no role in the installation, as everybody is but administrators. */
async function own() {
  const world = await testWorld({ role: "viewer" })
  const { actor } = world.ctx
  const id = actor.kind === "member" ? actor.id : ""
  const ctx: Ctx = { ...world.ctx, environment: installation, actor: { ...actor, role: null } as Ctx["actor"] }
  await world.db.member.update({ where: { id }, data: { passwordHash: await hashPassword(password) } })
  const member = () => world.db.member.findUniqueOrThrow({ where: { id } })
  return { ...world, ctx, member }
}

describe("what is one's own", () => {
  it("is language and theme, whatever the role", async () => {
    const { ctx, member } = await own()
    await setLocale(ctx, "pt-BR")
    await setTheme(ctx, "dark")
    expect(await member()).toMatchObject({ locale: "pt-BR", theme: "dark" })
  })

  it("is kept by the browser alone for a stranger", async () => {
    const { ctx, db } = await own()
    const before = await db.auditEntry.count()
    const stranger: Ctx = { ...ctx, actor: systemActor([]) }
    expect(await setLocale(stranger, "es")).toBe("es")
    expect(await setTheme(stranger, "light")).toBe("light")
    expect(await db.auditEntry.count()).toBe(before)
  })

  it("is the password: a new one needs the present one, and ends every session", async () => {
    const { ctx, member } = await own()
    const wrong = changePassword(ctx, { current: "not it", password: "another long password" })
    await expect(wrong).rejects.toMatchObject({ options: { fields: { current: ["passwordWrong"] } } })
    const easy = changePassword(ctx, { current: password, password: "short" })
    await expect(easy).rejects.toMatchObject({ options: { fields: { password: ["passwordShort"] } } })
    expect(await member()).toMatchObject({ sessionEpoch: 0 })

    await changePassword(ctx, { current: password, password: "another long password" })

    expect(await member()).toMatchObject({ sessionEpoch: 1 })
    await changePassword(ctx, { current: "another long password", password })
  })

  it("can't be guessed at from a session that was left open", async () => {
    const { ctx } = await own()
    const guess = (current: string) => changePassword(ctx, { current, password: "another long password" })
    for (let i = 0; i < 5; i++) await expect(guess("wrong")).rejects.toMatchObject({ code: "INVALID" })
    await expect(guess(password)).rejects.toMatchObject({ code: "TOO_MANY", key: "tooManyAttempts" })
  })

  it("is to end all sessions, or this one", async () => {
    const { ctx, member, db } = await own()
    await signOut(ctx)
    expect(await member()).toMatchObject({ sessionEpoch: 0 })
    await signOutEverywhere(ctx)
    expect(await member()).toMatchObject({ sessionEpoch: 1 })
    const rows = await db.auditEntry.findMany({ where: { environmentId: 0 }, orderBy: { seq: "desc" }, take: 2 })
    expect(rows.map(({ action }) => action)).toEqual(["member.signed-out-everywhere", "member.signed-out"])
  })
})
