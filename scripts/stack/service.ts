import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { type ProcessOptions, script, startProcess } from "@/scripts/processes"

export type StackService = {
  name: string
  logFile: string
  /** The name, once the process has ended. */
  ended: Promise<string>
  stop: () => Promise<void>
}

const answerWithinMs = 120_000

/** Starts one of our scripts, whose output goes to a file in the data folder. */
export function startStackService(
  name: string,
  { dataDir, command, ...options }: { dataDir: string; command: [string, ...string[]] } & ProcessOptions,
): StackService {
  const logFile = join(dataDir, "logs", `${name}.log`)
  mkdirSync(dirname(logFile), { recursive: true })
  writeFileSync(logFile, "", { mode: 0o600 })
  const [path, ...rest] = command
  const child = startProcess(script(path, ...rest), { ...options, onOutput: (text) => appendFileSync(logFile, text) })
  return { name, logFile, ended: child.exited.then(() => name), stop: child.stop }
}

/** Waits until an address answers with that status. Throws the end of the log where the service ends first. */
export async function untilAnswers(service: StackService, { url, status }: { url: string; status: number }) {
  let isOver = false
  void service.ended.then(() => {
    isOver = true
  })
  for (const until = Date.now() + answerWithinMs; Date.now() < until && !isOver; await sleep(100)) {
    if ((await statusOf(url)) === status) return
  }
  throw new Error(`${service.name} ${isOver ? "ended" : "does not answer"}:\n${lastLines(service.logFile)}`)
}

async function statusOf(url: string): Promise<number | null> {
  try {
    const response = await fetch(url, { redirect: "manual" })
    await response.body?.cancel()
    return response.status
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

function lastLines(file: string): string {
  return readFileSync(file, "utf8").trim().split("\n").slice(-20).join("\n")
}
