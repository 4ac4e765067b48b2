import type { Session } from "next-auth"
import { beforeAll, describe, expect, it, onTestFinished, vi } from "vitest"
import { changePassword, signOutEverywhere } from "@/lib/auth/commands"
import { disableMember, enableMember, setAdmin, setRole } from "@/lib/auth/members/commands"
import { hashPassword } from "@/lib/auth/passwords/commands"
import { type Ctx, installation } from "@/lib/ctx"
import { type Database, openDatabase, read } from "@/lib/db"
import { installationCtx, requestCtx, signedIn, visitorCtx } from "@/lib/request"
import { startRuntime } from "@/lib/runtime"
import { testDatabase } from "@/test/database"
import { makeEnvironment, makeMember, systemActor, testCtx } from "@/test/environment"

// The browser's half: what its cookie says. All that the token claims is re-read from the database by what is tested.
const cookie = vi.hoisted(() => ({ session: null as Session | null }))
vi.mock("next-auth", () => ({ getServerSession: async () => cookie.session }))

const password = "cavalo bateria correto"
let database: Database
let url: string
beforeAll(async () => {
  url = (await testDatabase()).url
  database = openDatabase(url)
  const variables = {
    DATABASE_URL: url,
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    ENLACE_KEY: Buffer.alloc(32).toString("base64"),
  }
  const own = startRuntime("test", {
    ...variables,
    NEXTAUTH_SECRET: "a secret of the tests, long enough for next-auth",
  })
  return async () => {
    await own.database.close()
    await database.close()
  }
})

/** An engineer who is signed in, and an administrator somewhere else. */
async function session() {
  const environment = await makeEnvironment(database.prisma, url)
  const member = await makeMember(database.prisma, environment, "engineer")
  await database.prisma.member.update({
    where: { id: member.id },
    data: { passwordHash: await hashPassword(password) },
  })
  const at = { database, databaseUrl: url, environment: installation }
  const admin = testCtx({ ...at, actor: systemActor(["members:manage"]) })
  const own: Ctx = testCtx({ ...at, actor: { ...member, role: null } })
  cookie.session = { expires: "", memberId: member.id, epoch: 0 }
  onTestFinished(() => {
    cookie.session = null
  })
  return { member, memberId: member.id, environment, admin, own, enter: () => requestCtx(environment.slug) }
}

describe("a request", () => {
  it("acts as the member, with the role in that environment and nothing in the installation", async () => {
    const { member, enter } = await session()
    expect((await enter()).actor).toMatchObject({ id: member.id, role: "engineer" })
    expect((await installationCtx()).actor).toMatchObject({ id: member.id, role: null })
  })

  it("does not find an environment where the member has no role", async () => {
    await session()
    const other = await makeEnvironment(database.prisma, url)
    await expect(requestCtx(other.slug)).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expect(requestCtx("nowhere")).rejects.toMatchObject({ code: "NOT_FOUND" })
  })

  it("is a stranger's once the member is disabled, and stays one after enabling", async () => {
    const { memberId, admin, enter } = await session()
    await disableMember(admin, { memberId })
    await expect(enter()).rejects.toMatchObject({ code: "UNAUTHENTICATED" })
    await enableMember(admin, { memberId })
    await expect(enter()).rejects.toMatchObject({ code: "UNAUTHENTICATED" })
    expect((await visitorCtx()).actor.kind).toBe("system")
  })

  it("has the new role at once, and none once it is taken away", async () => {
    const { memberId, environment, admin, enter } = await session()
    await setRole(admin, { memberId, environment: environment.slug, role: "viewer" })
    const demoted = await enter()
    expect(demoted.actor).toMatchObject({ role: "viewer" })
    await expect(read(demoted, "sync:run", async () => null)).rejects.toMatchObject({ code: "FORBIDDEN" })
    await setRole(admin, { memberId, environment: environment.slug, role: null })
    await expect(enter()).rejects.toMatchObject({ code: "NOT_FOUND" })
  })

  it("is an administrator's everywhere, until the next one", async () => {
    const { memberId, admin } = await session()
    const other = await makeEnvironment(database.prisma, url)
    await setAdmin(admin, { memberId, admin: true })
    expect((await requestCtx(other.slug)).actor).toMatchObject({ role: "admin" })
    await makeMember(database.prisma, other, "admin").then(({ id }) =>
      database.prisma.member.update({ where: { id }, data: { passwordHash: "x" } }),
    )
    await setAdmin(admin, { memberId, admin: false })
    await expect(requestCtx(other.slug)).rejects.toMatchObject({ code: "NOT_FOUND" })
  })

  it.each([
    ["signing out everywhere", (own: Ctx) => signOutEverywhere(own)],
    ["a new password", (own: Ctx) => changePassword(own, { current: password, password: "another long password" })],
  ])("is a stranger's after %s", async (_what, end) => {
    const { own } = await session()
    await end(own)
    expect(await signedIn()).toBeNull()
  })

  it("is a stranger's where the token names nobody, or no epoch", async () => {
    const { memberId } = await session()
    for (const forged of [
      { memberId: crypto.randomUUID(), epoch: 0 },
      { memberId: "", epoch: 0 },
      { memberId, epoch: 1 },
    ]) {
      cookie.session = { expires: "", ...forged }
      expect(await signedIn()).toBeNull()
    }
  })
})
