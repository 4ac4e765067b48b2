import { readFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it, vi } from "vitest"
import { isAlive } from "@/scripts/is-alive"
import { runProcess, script, startProcess, workerScript } from "@/scripts/processes"

describe("script", () => {
  it("gives a worker the heap that `npm run worker` gives it, and that a worker's work is measured with", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"))
    expect(script(workerScript).join(" ")).toBe(scripts.worker)
    expect(scripts.bench).toBe(scripts.worker.replace(workerScript, "bench/run.ts"))
  })
})

describe("startProcess", () => {
  it("stops a process together with what that started", async () => {
    let output = ""
    const process = startProcess(["sh", "-c", "sleep 60 & echo $!; wait"], { onOutput: (text) => (output += text) })
    const child = await vi.waitFor(() => {
      expect(output).toMatch(/\d+\n/)
      return Number(output)
    }, 15_000)
    expect(isAlive(child)).toBe(true)

    await process.stop()

    await vi.waitFor(() => expect(isAlive(child)).toBe(false), 15_000)
  })

  it("stops when its signal is aborted, before or after it started", async () => {
    const controller = new AbortController()
    const before = startProcess(["sleep", "60"], { signal: controller.signal })
    await sleep(20)
    controller.abort()
    const after = startProcess(["sleep", "60"], { signal: controller.signal })

    expect(await Promise.all([before.exited, after.exited])).toEqual([1, 1])
  })
})

describe("runProcess", () => {
  it("answers the exit code, also where there is no such command", async () => {
    expect(await runProcess(["sh", "-c", "exit 3"])).toBe(3)
    expect(await runProcess(["no-such-command-here"])).toBe(127)
  })

  it("gives the process its input and takes its output", async () => {
    let output = ""
    await runProcess(["cat"], { input: "a secret", onOutput: (text) => (output += text) })

    expect(output).toBe("a secret")
  })
})
