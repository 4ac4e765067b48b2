import { randomBytes } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { type Role, roles } from "@/lib/permissions"
import { freePort } from "@/scripts/postgres/port"

const stored = z.object({
  /** The size of the world. */
  links: z.number(),
  /** Kept, because an environment's base address never changes. */
  simulatorPort: z.number(),
  /** Where the play of ninety days ends and the simulator takes over: the same world at every start. */
  present: z.iso.datetime(),
  belvo: z.object({ secretId: z.string(), secretPassword: z.string(), webhookAuthorization: z.string() }),
  passwords: z.record(z.string(), z.string()),
})
export type StackSettings = z.infer<typeof stored>

export type StackMember = { role: Role; name: string; email: string; password: string }

const names: Record<Role, string> = {
  viewer: "Valeria Ríos",
  support: "Ana Ruiz",
  engineer: "Emilio Torres",
  compliance: "Camila Duarte",
  admin: "Andrés Rojas",
}

/** What a stack made up at its first start, kept in its data folder for its owner alone. */
export async function stackSettings(dataDir: string, links: number): Promise<StackSettings> {
  const found = readStackSettings(dataDir)
  if (found) return refuseOtherSize(found, { dataDir, links })
  const made: StackSettings = {
    links,
    simulatorPort: await freePort(),
    present: new Date().toISOString(),
    belvo: { secretId: random(), secretPassword: random(), webhookAuthorization: `Bearer ${random()}` },
    passwords: Object.fromEntries(roles.map((role) => [role, random()])),
  }
  await mkdir(dataDir, { recursive: true })
  await writeFile(fileIn(dataDir), `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  return made
}

/** Null where no stack was ever started. */
export function readStackSettings(dataDir: string): StackSettings | null {
  const file = fileIn(dataDir)
  return existsSync(file) ? stored.parse(JSON.parse(readFileSync(file, "utf8"))) : null
}

export function stackMembers({ passwords }: StackSettings): StackMember[] {
  return roles.map((role) => ({
    role,
    name: names[role],
    email: `${role}@enlace.example`,
    password: passwords[role] ?? "",
  }))
}

function refuseOtherSize(
  settings: StackSettings,
  { dataDir, links }: { dataDir: string; links: number },
): StackSettings {
  if (settings.links === links) return settings
  throw new Error(
    `There is a world of ${settings.links} links in ${dataDir}: move that folder away to play one of ${links}`,
  )
}

function fileIn(dataDir: string): string {
  return join(dataDir, "stack.json")
}

function random(): string {
  return randomBytes(18).toString("base64url")
}
