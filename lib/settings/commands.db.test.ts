import { describe, expect, it, vi } from "vitest"
import { openDatabase } from "@/lib/db"
import { EnvError, readEnv } from "@/lib/env"
import { silentLog } from "@/lib/log"
import type { Runtime } from "@/lib/runtime"
import { prepareInstallation } from "@/lib/settings/commands"
import { testDatabase } from "@/test/database"

async function freshRuntime(variables: Record<string, string>): Promise<Runtime> {
  const { url, appUrl } = await testDatabase()
  const env = readEnv({
    DATABASE_URL: url,
    NEXTAUTH_SECRET: "a secret of the tests, long enough for next-auth",
    NEXTAUTH_URL: "http://127.0.0.1:3000",
    ENLACE_KEY: Buffer.alloc(32, 7).toString("base64"),
    ...variables,
  })
  const fetch = () => Promise.reject(new TypeError("nothing may be asked of the network"))
  return { env, database: openDatabase(appUrl), log: silentLog, fetch }
}

const complete = {
  BELVO_BASE_URL: "https://sandbox.belvo.com/",
  BELVO_SECRET_ID: "the-id-of-the-key",
  BELVO_SECRET_PASSWORD: "the-password-of-the-key",
  BELVO_WEBHOOK_AUTHORIZATION: "Bearer of-the-webhooks",
  ENLACE_ADMIN_EMAIL: "Ana@Example.com",
  ENLACE_ADMIN_PASSWORD: "correct horse battery",
}

describe("prepareInstallation", () => {
  it("makes the first environment and the first administrator once, however many processes start at the same time", async () => {
    const runtime = await freshRuntime(complete)
    const { prisma } = runtime.database

    await Promise.all(Array.from({ length: 5 }, () => prepareInstallation(runtime)))

    expect(await prisma.environment.findMany({ select: { slug: true, kind: true, baseUrl: true } })).toEqual([
      { slug: "sandbox", kind: "sandbox", baseUrl: "https://sandbox.belvo.com" },
    ])
    expect(await prisma.member.findMany({ select: { email: true, admin: true } })).toEqual([
      { email: "ana@example.com", admin: true },
    ])
    const entries = await prisma.auditEntry.findMany({ select: { action: true }, orderBy: { seq: "asc" } })
    expect(entries.map(({ action }) => action)).toEqual(["environment.added", "member.added"])
    await runtime.database.close()
  })

  it("leaves an installation alone that has both, and says nothing of variables that describe it", async () => {
    const runtime = await freshRuntime(complete)
    await prepareInstallation(runtime)
    const warn = vi.fn()

    await prepareInstallation({ ...runtime, log: { ...silentLog, warn } })

    expect(warn).not.toHaveBeenCalled()
    expect(await runtime.database.prisma.environment.count()).toBe(1)
    await runtime.database.close()
  })

  it.each([
    ["another environment", { slug: "other" }, "BELVO_*"],
    ["another Belvo", { baseUrl: "https://api.belvo.com" }, "BELVO_*"],
    ["another key", { secretPassword: "of another account" }, "BELVO_*"],
    ["another administrator", { adminEmail: "eve@example.com" }, "ENLACE_ADMIN_*"],
  ])("leaves it alone where the variables name %s now, and says which are ignored", async (_what, first, names) => {
    const runtime = await freshRuntime(complete)
    await prepareInstallation(runtime)
    const changed = { ...runtime.env, first: { ...runtime.env.first, ...first } }
    const warn = vi.fn()

    await prepareInstallation({ ...runtime, env: changed, log: { ...silentLog, warn } })

    expect(await runtime.database.prisma.environment.count()).toBe(1)
    expect(await runtime.database.prisma.member.count()).toBe(1)
    expect(warn.mock.calls).toEqual([[expect.stringContaining(`${names} variables are ignored`), expect.anything()]])
    expect(JSON.stringify(warn.mock.calls)).not.toContain("of another account")
    await runtime.database.close()
  })

  it("starts without an environment where none is described", async () => {
    const runtime = await freshRuntime({})

    await prepareInstallation(runtime)

    expect(await runtime.database.prisma.environment.count()).toBe(0)
    await runtime.database.close()
  })

  it.each([
    ["a key without its password", { ...complete, BELVO_SECRET_PASSWORD: "" }, "BELVO_SECRET_PASSWORD"],
    ["a host that nobody allowed", { ...complete, BELVO_BASE_URL: "https://belvo.example.com" }, "BELVO_ALLOWED_HOSTS"],
    ["a reserved slug", { ...complete, BELVO_ENVIRONMENT: "settings" }, "BELVO_ENVIRONMENT"],
  ])("refuses %s, and says which variable", async (_what, variables, name) => {
    const runtime = await freshRuntime(variables)

    const refused = prepareInstallation(runtime)

    await expect(refused).rejects.toThrow(EnvError)
    await expect(refused).rejects.toThrow(name)
    await runtime.database.close()
  })

  it("tells the operator which environments were sealed with another ENLACE_KEY, and starts all the same", async () => {
    const runtime = await freshRuntime(complete)
    await prepareInstallation(runtime)
    const warn = vi.fn()
    const other = { ...runtime.env, key: Buffer.alloc(32, 8) }

    await prepareInstallation({ ...runtime, env: other, log: { ...silentLog, warn } })

    expect(warn.mock.calls).toEqual([[expect.stringContaining("ENLACE_KEY"), { environment: "sandbox" }]])
    await runtime.database.close()
  })
})
