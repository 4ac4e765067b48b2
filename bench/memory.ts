import { readdirSync, readFileSync } from "node:fs"
import type { Site } from "@/bench/site"

const everyMs = 200

/** Watches what the processes of a site occupy; `stop` answers by how many MiB it grew at most. */
export function watchMemory(site: Site): { stop: () => number } {
  const pids = processesOf(site)
  const before = residentMiB(pids)
  let most = before
  const look = () => {
    most = Math.max(most, residentMiB(pids))
  }
  const timer = setInterval(look, everyMs)
  return {
    stop: () => {
      clearInterval(timer)
      look()
      return most - before
    },
  }
}

/** The same of this process, for what runs in it. */
export function watchOwnMemory(): { stop: () => number } {
  const before = process.memoryUsage().rss
  let most = before
  const look = () => {
    most = Math.max(most, process.memoryUsage().rss)
  }
  const timer = setInterval(look, everyMs)
  return {
    stop: () => {
      clearInterval(timer)
      look()
      return (most - before) / 1_048_576
    },
  }
}

/** Those that were started with its address. */
export function processesOf({ url }: Pick<Site, "url">): string[] {
  const found = readdirSync("/proc").filter(
    (pid) => /^\d+$/.test(pid) && environOf(pid).includes(`NEXTAUTH_URL=${url}\0`),
  )
  if (found.length === 0) throw new Error(`No process serves ${url}`)
  return found
}

/** Empty for what has ended, or is another account's. */
function environOf(pid: string): string {
  try {
    return `${readFileSync(`/proc/${pid}/environ`, "utf8")}\0`
  } catch {
    return ""
  }
}

function residentMiB(pids: readonly string[]): number {
  const kilobytes = pids.map((pid) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]))
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1_024
}
