import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"

export type ProcessOptions = {
  env?: Readonly<Record<string, string | undefined>>
  /** Takes what the process writes, as it comes; without it the process writes to our own output. */
  onOutput?: (text: string) => void
  /** For its standard input, which is empty otherwise. */
  input?: string
  /** Ends the process when aborted. */
  signal?: AbortSignal
}

export type Process = {
  /** The exit code; 1 where a signal ended it. */
  exited: Promise<number>
  /** Ends the process and all that it started. */
  stop: () => Promise<void>
}

/** Longer than a worker takes to bring its jobs to a safe place. */
const patienceMs = 25_000

/** A script of ours as a command: without tsx's own process between, which would swallow signals. */
export function script(path: string, ...rest: readonly string[]): [string, ...string[]] {
  return ["node", ...(path === workerScript ? modestHeap : []), "--import", "tsx", path, ...rest]
}

export const workerScript = "scripts/worker.ts"
/** A worker has a tenth of a gigabyte in use; left to itself, V8 collects when its heap is several times that. */
const modestHeap = ["--max-old-space-size=1024"]

/** Starts a command from node_modules or PATH in a process group of its own, so that it can be stopped with its children. */
export function startProcess(command: readonly [string, ...string[]], options: ProcessOptions = {}): Process {
  const [file, ...rest] = command
  const { onOutput, input, signal } = options
  const out = onOutput ? "pipe" : "inherit"
  const child = spawn(file, rest, {
    detached: true,
    env: { ...process.env, ...options.env },
    stdio: [input === undefined ? "ignore" : "pipe", out, out],
  })
  child.stdin?.end(input)
  for (const stream of [child.stdout, child.stderr]) {
    if (onOutput) stream?.setEncoding("utf8").on("data", onOutput)
  }
  const exited = exitCodeOf(child)
  const stop = () => stopGroup(child, exited)
  signal?.addEventListener("abort", () => void stop())
  if (signal?.aborted) void stop()
  return { exited, stop }
}

/** Runs a command to its end; answers its exit code. */
export async function runProcess(
  command: readonly [string, ...string[]],
  options: ProcessOptions = {},
): Promise<number> {
  return startProcess(command, options).exited
}

async function exitCodeOf(child: ChildProcess): Promise<number> {
  try {
    const [code] = await once(child, "close")
    return code ?? 1
  } catch {
    return 127
  }
}

async function stopGroup(child: ChildProcess, exited: Promise<number>) {
  signalGroup(child, "SIGTERM")
  const late = sleep(patienceMs, "late" as const, { ref: false })
  if ((await Promise.race([exited, late])) === "late") signalGroup(child, "SIGKILL")
  await exited
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error
  }
}
