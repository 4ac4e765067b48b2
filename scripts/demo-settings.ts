import { randomBytes } from "node:crypto"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { type Role, roles } from "@/lib/permissions"
import { freePort } from "@/scripts/postgres/port"

const settings = z.object({
  /** Kept, because an environment's base address never changes. */
  simulatorPort: z.number(),
  belvo: z.object({ secretId: z.string(), secretPassword: z.string(), webhookAuthorization: z.string() }),
  passwords: z.record(z.string(), z.string()),
})
export type DemoSettings = z.infer<typeof settings>

export type DemoMember = { role: Role; email: string; password: string }

/** What the demo made up at its first start, kept in its data folder for its owner alone. */
export async function demoSettings(dataDir: string): Promise<DemoSettings> {
  const file = join(dataDir, "demo.json")
  const text = await readFile(file, "utf8").catch(() => null)
  if (text !== null) return settings.parse(JSON.parse(text))
  const made: DemoSettings = {
    simulatorPort: await freePort(),
    belvo: { secretId: random(), secretPassword: random(), webhookAuthorization: `Bearer ${random()}` },
    passwords: Object.fromEntries(roles.map((role) => [role, random()])),
  }
  await mkdir(dataDir, { recursive: true })
  await writeFile(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  return made
}

export function demoMembers({ passwords }: DemoSettings): DemoMember[] {
  return roles.map((role) => ({ role, email: `${role}@enlace.example`, password: passwords[role] ?? "" }))
}

function random(): string {
  return randomBytes(18).toString("base64url")
}
