import type { SweepRun } from "@/lib/sync/queries"
import { progressOf } from "@/lib/sync/rules"

const width = 30

type Terminal = Pick<NodeJS.WriteStream, "write" | "isTTY">

/** Drawn over itself on a terminal; elsewhere one line each time that something has moved. */
export function createProgressBar(out: Terminal) {
  let last = ""
  return {
    show(run: SweepRun) {
      const line = draw(run)
      if (line === last) return
      out.write(out.isTTY ? `\r\u001b[2K${line}` : `${line}\n`)
      last = line
    },
    end() {
      if (out.isTTY && last !== "") out.write("\n")
    },
  }
}

function draw(run: SweepRun): string {
  const asking = run.phase === "confirming" && (run.missing ?? 0) > 0
  const filled = Math.round((progressOf(run) ?? 0) * width)
  const [done, total] = asking ? [run.checked, run.missing] : [run.seen, run.expected]
  const what = asking ? "missing links asked for" : "links"
  return `[${"#".repeat(filled)}${"-".repeat(width - filled)}] ${done}/${total ?? "?"} ${what}, ${run.requests} requests`
}
