import { setTimeout as sleep } from "node:timers/promises"
import { acquire, BudgetBusy, type BudgetPriority } from "@/lib/budget"
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
    const answer = await Promise.race([ask(), late])
    if (answer === "late") return
    if (answer === "had") had.push({ at: Date.now(), waitedMs: Date.now() - askedAt })
    await sleep(answer === "had" ? everyMs : 200)
  }
}

/** People are sent away where they would wait too long, and these come again. */
async function ask(): Promise<"had" | "busy"> {
  try {
    await acquire({ database, host, limit }, { cost: 1, priority })
    return "had"
  } catch (error) {
    if (error instanceof BudgetBusy) return "busy"
    throw error
  }
}

await Promise.all(Array.from({ length: callers }, call))
process.stdout.write(JSON.stringify(had), () => process.exit(0))
