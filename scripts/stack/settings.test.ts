import { mkdtemp, rm, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { readEnv } from "@/lib/env"
import { stackEnv } from "@/scripts/stack/environment"
import { readStackSettings, stackMembers, stackSettings } from "@/scripts/stack/settings"

async function folder() {
  const dataDir = await mkdtemp(join(tmpdir(), "enlace-stack-"))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  return dataDir
}

it("makes secrets once, and keeps them where only their owner reads them", async () => {
  const dataDir = await folder()
  expect(readStackSettings(dataDir)).toBeNull()

  const first = await stackSettings(dataDir, 5_000)

  expect(await stackSettings(dataDir, 5_000)).toEqual(first)
  expect((await stat(join(dataDir, "stack.json"))).mode & 0o777).toBe(0o600)
  const passwords = stackMembers(first).map(({ password }) => password)
  expect(new Set(passwords).size).toBe(5)
})

it("refuses another size for a world that was played", async () => {
  const dataDir = await folder()
  await stackSettings(dataDir, 5_000)

  await expect(stackSettings(dataDir, 100)).rejects.toThrow("a world of 5000 links")
})

it("gives web and worker an environment that they accept", async () => {
  const dataDir = await folder()
  const databaseUrl = "postgresql://enlace:secret@127.0.0.1:5432/enlace"
  const settings = await stackSettings(dataDir, 5_000)

  const env = readEnv(stackEnv(settings, { dataDir, distDir: ".next-test", port: 3_000, databaseUrl }))

  expect(env.first.baseUrl).toBe(`http://127.0.0.1:${settings.simulatorPort}`)
  expect(env.belvoAllowedHosts).toEqual([`127.0.0.1:${settings.simulatorPort}`])
})
