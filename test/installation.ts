import { randomBytes } from "node:crypto"
import { onTestFinished } from "vitest"
import { addMemberWithPassword } from "@/lib/auth/members/commands"
import type { Ctx, Member } from "@/lib/ctx"
import { installation } from "@/lib/ctx"
import { createLog } from "@/lib/log"
import { type Permission, type Role, roles } from "@/lib/permissions"
import { type Runtime, startRuntime, systemCtx } from "@/lib/runtime"
import { prepareInstallation } from "@/lib/settings/commands"
import { type BelvoSim, createBelvoSim } from "@/simulator/belvo"
import { createWorld } from "@/simulator/worlds/create-world"
import { testDatabase } from "@/test/database"

const random = () => randomBytes(18).toString("base64url")

export type Installation = {
  /** As the owner of the tables. */
  url: string
  runtime: Runtime
  sim: BelvoSim
  variables: Readonly<Record<string, string>>
  /** By role. */
  passwords: Readonly<Record<Role, string>>
  /** What the process has logged so far. */
  lines: readonly string[]
  /** A member's context in the first environment; of the installation where `at` says so. */
  as(role: Role, at?: "installation"): Ctx
  machine(...permissions: Permission[]): Ctx
}

/** An installation as the demo makes it, from variables alone, in a database of its own, with a Belvo of twelve links. */
export async function makeInstallation(): Promise<Installation> {
  const { url } = await testDatabase()
  const key = { id: `id-${random()}`, password: random() }
  const variables = makeVariables(url, key)
  const lines: string[] = []
  const sim = createBelvoSim({
    ...{ world: createWorld("twelve", { now: new Date() }), now: () => new Date(), key, limits: { enforce: false } },
  })
  const runtime: Runtime = startRuntime("test", variables)
  onTestFinished(() => runtime.database.close())
  Object.assign(runtime, { log: createLog("test", (line) => lines.push(line)), fetch: sim.fetch })
  await prepareInstallation(runtime)
  const passwords = Object.fromEntries(roles.map((role) => [role, random()])) as Record<Role, string>
  const members = await addMembers(runtime, passwords)
  const row = await runtime.database.prisma.environment.findFirstOrThrow({ select: { id: true, slug: true } })
  const environment = { ...row, kind: "sandbox" } as const
  const ctxOf = (at: Ctx["environment"], actor: Ctx["actor"]) => ({
    ...systemCtx(runtime, at, machineActor([])),
    actor,
  })
  return {
    ...{ url, runtime, sim, variables, passwords, lines },
    as: (role, at) => ctxOf(at ? installation : environment, members[role]),
    machine: (...permissions) => ctxOf(environment, { kind: "system", ...machineActor(permissions) }),
  }
}

const machineActor = (permissions: readonly Permission[]) => ({ name: "system:test", permissions }) as const

function makeVariables(url: string, key: { id: string; password: string }): Record<string, string> {
  return {
    DATABASE_URL: url,
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    ENLACE_KEY: randomBytes(32).toString("base64"),
    BELVO_BASE_URL: "https://sandbox.belvo.com",
    BELVO_SECRET_ID: key.id,
    BELVO_SECRET_PASSWORD: key.password,
    BELVO_WEBHOOK_AUTHORIZATION: `Bearer ${random()}`,
    BELVO_REQUESTS_PER_30S: "100000",
    ENLACE_ADMIN_EMAIL: "first@example.com",
    ENLACE_ADMIN_PASSWORD: random(),
  }
}

async function addMembers(runtime: Runtime, passwords: Record<Role, string>): Promise<Record<Role, Member>> {
  const ctx = systemCtx(runtime, installation, machineActor(["members:manage"]))
  const members: Partial<Record<Role, Member>> = {}
  for (const role of roles) {
    const email = `${role}@example.com`
    const grant = role === "admin" ? { role } : { role, environment: "sandbox" }
    await addMemberWithPassword(ctx, { email, name: `A ${role}`, grant, password: passwords[role] })
    const { id } = await runtime.database.prisma.member.findUniqueOrThrow({ where: { email }, select: { id: true } })
    members[role] = { kind: "member", id, email, name: `A ${role}`, role }
  }
  return members as Record<Role, Member>
}
