import { setTimeout as sleep } from "node:timers/promises"
import { acquire, type BudgetPriority } from "@/lib/budget"
import { openDatabase } from "@/lib/db"

type Options = {
  url: string
  host: string
  limit: number
  seconds: number
  priority: BudgetPriority
  callers: number
  everyMs: number
}

const { url, host, limit, seconds, priority, callers, everyMs }: Options = JSON.parse(process.argv[2] ?? "{}")
const database = openDatabase(url)
const until = Date.now() + seconds * 1_000
const had: { at: number; waitedMs: number }[] = []

/** A caller that is still waiting when the time is over says nothing of it. */
async function call(): Promise<void> {
  while (Date.now() < until) {
    const askedAt = Date.now()
    const late = sleep(Math.max(0, until - askedAt), "late" as const, { ref: false })
    if ((await Promise.race([acquire({ database, host, limit }, 1, priority), late])) === "late") return
    had.push({ at: Date.now(), waitedMs: Date.now() - askedAt })
    await sleep(everyMs)
  }
}

await Promise.all(Array.from({ length: callers }, call))
process.stdout.write(JSON.stringify(had), () => process.exit(0))
