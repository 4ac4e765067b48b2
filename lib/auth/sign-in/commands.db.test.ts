import { describe, expect, it, onTestFinished } from "vitest"
import { disableMember } from "@/lib/auth/members/commands"
import { hashPassword } from "@/lib/auth/passwords/commands"
import { signIn } from "@/lib/auth/sign-in/commands"
import { type Ctx, installation } from "@/lib/ctx"
import { openDatabase } from "@/lib/db"
import type { PrismaClient } from "@/prisma/generated/client"
import { testDatabase } from "@/test/database"
import { systemActor, testCtx } from "@/test/environment"
import { testWorld } from "@/test/world"

const password = "cavalo bateria correto"
const address = "203.0.113.7"
const elsewhere = "198.51.100.9"

/** The door of a console with one member, and a clock that the test moves. */
async function door() {
  let now = Date.parse("2026-03-01T12:00:00Z")
  const world = await testWorld({ role: "admin" })
  const ctx: Ctx = {
    ...world.ctx,
    environment: installation,
    actor: systemActor(["members:sign-in", "members:manage"]),
    now: () => new Date(now),
  }
  const member = await world.db.member.create({
    data: { email: "ana@example.com", name: "Ana", passwordHash: await hashPassword(password), locale: "es" },
  })
  const attempt = (given: string, from = address, email = "ana@example.com") =>
    signIn(ctx, { email, password: given, address: from })
  return { ...world, ctx, member, attempt, wait: (seconds: number) => (now += seconds * 1_000) }
}

const entries = async (db: PrismaClient) => {
  const rows = await db.auditEntry.findMany({ where: { environmentId: 0 }, orderBy: { seq: "asc" } })
  return rows.map(({ body }) => JSON.parse(body))
}

describe("signIn", () => {
  it("lets in by the right password, says of which epoch, and enters it in the installation's chain", async () => {
    const { attempt, member, db } = await door()

    expect(await attempt(password)).toEqual({
      kind: "signed-in",
      member: { id: member.id, epoch: 0, locale: "es", theme: null },
    })

    expect((await entries(db)).at(-1)).toMatchObject({
      actor: `member:${member.id}`,
      action: "member.signed-in",
      after: { address },
    })
  })

  it("enters a member's refusal, and never what was typed", async () => {
    const { attempt, member, db } = await door()

    expect(await attempt("a wrong guess")).toEqual({ kind: "refused" })

    const entry = (await entries(db)).at(-1)
    expect(entry).toMatchObject({ action: "member.refused", entityId: member.id, after: { address, failures: 1 } })
    expect(JSON.stringify(entry)).not.toContain("a wrong guess")
  })

  it("counts strangers by the day, without an entry and without keeping what they typed", async () => {
    const { attempt, db } = await door()
    const before = (await entries(db)).length

    await attempt(password, address, "my password in the wrong field@example.com")
    await attempt(password, address, "nobody@example.com")

    expect(await entries(db)).toHaveLength(before)
    expect(await db.strangerRefusal.findMany({ select: { kind: true, count: true } })).toEqual([
      { kind: "sign-in refused", count: 2 },
    ])
    const kept = JSON.stringify(await db.signInFailure.findMany())
    expect(kept).not.toContain("wrong field")
    expect(kept).not.toContain("nobody")
  })

  it("refuses the right password of a disabled member", async () => {
    const { attempt, member, ctx } = await door()
    await disableMember(ctx, { memberId: member.id })
    expect(await attempt(password)).toEqual({ kind: "refused" })
  })

  it("refuses a member who has not chosen a password yet", async () => {
    const { attempt, member, db } = await door()
    await db.member.update({ where: { id: member.id }, data: { passwordHash: null } })
    expect(await attempt("")).toEqual({ kind: "refused" })
  })

  it("takes a password however a keyboard composed its accents", async () => {
    const { attempt, member, db } = await door()
    const composed = "contraseña mañana"
    await db.member.update({ where: { id: member.id }, data: { passwordHash: await hashPassword(composed) } })
    expect(await attempt(composed.normalize("NFD"))).toMatchObject({ kind: "signed-in" })
  })
})

describe("throttling", () => {
  it("makes one address wait after five failures, also with the right password, and tests nothing meanwhile", async () => {
    const { attempt, wait } = await door()
    for (let i = 0; i < 5; i++) expect(await attempt("wrong")).toEqual({ kind: "refused" })

    expect(await attempt(password)).toEqual({ kind: "wait", seconds: 2 })
    wait(1)
    expect(await attempt(password)).toEqual({ kind: "wait", seconds: 1 })
    wait(1)
    expect(await attempt(password)).toMatchObject({ kind: "signed-in" })
  })

  it("grows with each failure, and a wait that was not kept does not count as one", async () => {
    const { attempt, wait } = await door()
    for (let i = 0; i < 5; i++) await attempt("wrong")
    await attempt("wrong")
    wait(2)
    expect(await attempt("wrong")).toEqual({ kind: "refused" })
    expect(await attempt("wrong")).toEqual({ kind: "wait", seconds: 4 })
  })

  it("never locks the owner out: from another address the account is only answered more slowly", async () => {
    const { attempt, wait } = await door()
    for (let i = 0; i < 12; i++) {
      await attempt("wrong")
      wait(3_600)
    }
    const startedAt = performance.now()
    expect(await attempt(password, elsewhere)).toMatchObject({ kind: "signed-in" })
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1_000)
  })

  it("counts the addresses of one IPv6 network as one", async () => {
    const { attempt } = await door()
    for (let i = 0; i < 5; i++) await attempt("wrong", `2001:db8:1:2::${i}`)
    expect(await attempt(password, "2001:db8:1:2::ffff")).toMatchObject({ kind: "wait" })
    expect(await attempt(password, "2001:db8:1:3::1")).toMatchObject({ kind: "signed-in" })
  })

  it("treats an account that does not exist alike", async () => {
    const { attempt } = await door()
    for (let i = 0; i < 5; i++)
      expect(await attempt("wrong", address, "nobody@example.com")).toEqual({ kind: "refused" })
    expect(await attempt("wrong", address, "nobody@example.com")).toEqual({ kind: "wait", seconds: 2 })
  })

  it("forgets after a success, and after a day", async () => {
    const { attempt, wait, db } = await door()
    for (let i = 0; i < 4; i++) await attempt("wrong")
    expect(await attempt(password)).toMatchObject({ kind: "signed-in" })
    expect(await db.signInFailure.count()).toBe(0)
    for (let i = 0; i < 5; i++) await attempt("wrong")
    wait(25 * 3_600)
    for (let i = 0; i < 5; i++) expect(await attempt("wrong")).toEqual({ kind: "refused" })
  })

  it("lets thirty guesses at once be tested no more often than thirty one after the other", async () => {
    const { url } = await testDatabase()
    const database = openDatabase(url)
    onTestFinished(() => database.close())
    const actor = systemActor(["members:sign-in"])
    const ctx = testCtx({ database, databaseUrl: url, environment: installation, actor })
    const guess = () => signIn(ctx, { email: "ana@example.com", password: "wrong", address })

    const outcomes = await Promise.all(Array.from({ length: 30 }, guess))

    expect(outcomes.filter(({ kind }) => kind === "refused")).toHaveLength(5)
    expect(outcomes.filter(({ kind }) => kind === "wait")).toHaveLength(25)
  })
})
