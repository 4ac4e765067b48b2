import { runProcess, script } from "@/scripts/processes"
import type { StackEnv } from "@/scripts/stack/environment"

export type SeedOptions = {
  links: number
  /** ISO 8601: the end of the play. */
  present: string
  /** With the operator's own users, and recovery: where it is told what customers repaired. Null: neither. */
  repaired: string | null
  env: StackEnv
  signal: AbortSignal
  log: (line: string) => void
}

/** Plays the history of an installation that has no links yet. */
export async function seed({ links, present, repaired, env, signal, log }: SeedOptions): Promise<void> {
  let lastLines = ""
  const onOutput = (text: string) => {
    lastLines = `${lastLines}${text}`.slice(-4_000)
    for (const line of text.trim().split("\n")) log(line)
  }
  const command = script(
    "scripts/seed.ts",
    `--links=${links}`,
    `--present=${present}`,
    ...(repaired === null ? [] : ["--directory", `--repaired=${repaired}`]),
  )
  const code = await runProcess(command, { env, signal, onOutput })
  if (code !== 0) throw new Error(`The history could not be played:\n${lastLines}`)
}
