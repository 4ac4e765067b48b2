import { join } from "node:path"
import { parseArgs } from "node:util"
import { buildApp } from "@/scripts/build-app"
import { ownDataDir } from "@/scripts/database"
import { endSignal } from "@/scripts/end-signal"
import { type Stack, startStack } from "@/scripts/stack"
import { runStep } from "@/scripts/stack/run-step"

const { values } = parseArgs({ options: { links: { type: "string", default: "5000" } } })
const links = Number(values.links)
const distDir = ".next-demo"
const signal = endSignal()

try {
  if (!Number.isInteger(links) || links < 1) throw new Error("--links takes a whole number, for example --links 20000")
  await demo()
} catch (error) {
  if (!signal.aborted) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}

async function demo() {
  const stack = await startAll()
  try {
    introduce(stack)
    const ended = await Promise.race([stack.ended, aborted()])
    if (ended) throw new Error(`${ended} ended; what it said is in ${join(ownDataDir, "logs", `${ended}.log`)}`)
  } finally {
    log("stopping")
    await stack.stop()
  }
}

/** The build goes on beside the play of the history. Where either fails the other is ended, and the first failure told. */
async function startAll(): Promise<Stack> {
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const orEnd = <T>(work: Promise<T>) => work.catch((error: unknown) => failed.abort(error))
  const built = runStep(log, "build", () => buildApp(distDir, either))
  const port = process.env.PORT ? { port: Number(process.env.PORT) } : {}
  const stack = startStack({ dataDir: ownDataDir, distDir, built, links, signal: either, log, ...port })
  await Promise.all([orEnd(built), orEnd(stack)])
  if (failed.signal.aborted) throw failed.signal.reason
  return stack
}

function introduce({ url, members }: Stack) {
  const widest = Math.max(...members.map(({ email }) => email.length))
  console.log(`\n  Enlace is at ${url}\n`)
  for (const { role, email, password } of members) {
    console.log(`  ${role.padEnd(11)} ${email.padEnd(widest)}  ${password}`)
  }
  console.log("\n  Ctrl+C stops all of it\n")
}

function aborted(): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null)
    signal.addEventListener("abort", () => resolve(null))
  })
}

function log(line: string) {
  console.log(`  · ${line}`)
}
