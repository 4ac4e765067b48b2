import { randomUUID } from "node:crypto"
import type { Ctx, CtxEnvironment, Member, System } from "@/lib/ctx"
import type { Database } from "@/lib/db"
import { readEnv } from "@/lib/env"
import { silentLog } from "@/lib/log"
import type { Permission, Role } from "@/lib/permissions"
import { seal } from "@/lib/seal"
import type { PrismaClient } from "@/prisma/generated/client"

export const simulatorKey = { secretId: "11111111-2222-4333-8444-555555555555", secretPassword: "simulator-password" }
export const belvoUrl = "https://sandbox.belvo.com"

/** What a process would read from its environment; the same key in every test. */
export const testEnv = (databaseUrl: string) =>
  readEnv({
    DATABASE_URL: databaseUrl,
    NEXTAUTH_SECRET: "a secret of the tests, long enough for next-auth",
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    ENLACE_KEY: Buffer.alloc(32, 7).toString("base64"),
  })

/** An environment whose sealed key is the simulator's. */
export async function makeEnvironment(prisma: PrismaClient, databaseUrl: string, slug = `env-${randomUUID()}`) {
  const row = await prisma.environment.create({
    data: { slug, name: slug, kind: "sandbox", baseUrl: belvoUrl, sealedKey: new Uint8Array() },
  })
  const sealedKey = seal(testEnv(databaseUrl).key, [String(row.id), belvoUrl, "1"], JSON.stringify(simulatorKey))
  await prisma.environment.update({ where: { id: row.id }, data: { sealedKey } })
  const environment: CtxEnvironment = { id: row.id, slug, kind: "sandbox" }
  return environment
}

export async function makeMember(prisma: PrismaClient, environment: CtxEnvironment, role: Role): Promise<Member> {
  const id = randomUUID()
  const email = `${role}-${id}@example.com`
  const memberships = role === "admin" ? {} : { memberships: { create: { environmentId: environment.id, role } } }
  await prisma.member.create({ data: { id, email, name: `A ${role}`, admin: role === "admin", ...memberships } })
  return { kind: "member", id, email, name: `A ${role}`, role }
}

export const systemActor = (permissions: readonly Permission[]): System => ({
  kind: "system",
  name: "system:test",
  permissions,
})

export type TestCtxOptions = {
  database: Database
  databaseUrl: string
  environment: CtxEnvironment
  actor: Ctx["actor"]
}

/** A context without a way out: give it the simulator's `fetch` where the command calls Belvo. */
export function testCtx({ database, databaseUrl, environment, actor }: TestCtxOptions, more: Partial<Ctx> = {}): Ctx {
  return {
    actor,
    environment,
    database,
    env: testEnv(databaseUrl),
    now: () => new Date(),
    fetch: () => Promise.reject(new TypeError("this test gave its context no fetch")),
    requestId: randomUUID().replaceAll("-", ""),
    log: silentLog,
    ...more,
  }
}
