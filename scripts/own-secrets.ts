import { randomBytes } from "node:crypto"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

export type OwnSecrets = { NEXTAUTH_SECRET: string; ENLACE_KEY: string }

/** The secrets of an installation that was given none: made once, kept in the data folder, readable by its owner alone. */
export function ownSecrets(dataDir: string): OwnSecrets {
  const file = join(dataDir, "secrets.json")
  mkdirSync(dataDir, { recursive: true })
  try {
    const made: OwnSecrets = { NEXTAUTH_SECRET: random(), ENLACE_KEY: random() }
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600, flag: "wx" })
    return made
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error
    return JSON.parse(readFileSync(file, "utf8"))
  }
}

const random = () => randomBytes(32).toString("base64")
