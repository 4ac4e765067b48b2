import { mkdir, readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { toEnvironment } from "@/e2e/stack"
import { buildApp, buildSecrets } from "@/scripts/build-app"
import { findChromium, installChromium } from "@/scripts/chromium"
import { endSignal } from "@/scripts/end-signal"
import { grepBuild, grepLogs } from "@/scripts/grep-build"
import { stopUnusedPostgres } from "@/scripts/postgres"
import { runProcess, script } from "@/scripts/processes"
import { type Stack, startStack } from "@/scripts/stack"
import { testStack } from "@/scripts/stack/test-stack"
import { type Counts, countFindings, countPlaywright, countVitest, sum } from "@/scripts/test-counts"

const root = join(import.meta.dirname, "..")
const reports = join(root, ".data-test/reports")
const distDir = join(root, testStack.distDir)
const signal = endSignal()

await rm(reports, { recursive: true, force: true })
await mkdir(reports, { recursive: true })

const counts: Counts[] = []
let starting: Promise<Stack> | undefined
for (const [name, step] of Object.entries({ check, unit, database, build, browser })) {
  if (signal.aborted) break
  const startedAt = performance.now()
  console.log(`\n── ${name}`)
  counts.push(await step().catch(asFailure))
  console.log(`── ${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`)
}
await (await starting?.catch(() => undefined))?.stop()
for (const dataDir of [join(root, ".data-test"), testStack.dataDir]) await stopUnusedPostgres(dataDir)

const { passed, failed } = sum(counts)
process.exitCode = failed > 0 || passed === 0 || signal.aborted ? 1 : 0
console.log(`\n${passed} passed, ${failed} failed`)

async function check(): Promise<Counts> {
  return { passed: 0, failed: await failureOf(script("scripts/check.ts")) }
}

/** Meanwhile the stack of the browser tests plays its history. */
async function build(): Promise<Counts> {
  const built = buildApp(testStack.distDir, signal)
  starting = startTestStack(built)
  // Told where the stack is waited for.
  starting.catch(() => {})
  await built
  return told(await grepBuild(distDir, buildSecrets))
}

function unit(): Promise<Counts> {
  return vitest("unit")
}

function database(): Promise<Counts> {
  return vitest("database")
}

async function vitest(project: string): Promise<Counts> {
  const report = join(reports, `${project}.json`)
  // Each file of tests is a process of its own, and what they import is the same.
  const env = { NODE_COMPILE_CACHE: join(root, ".data-test/compile-cache") }
  const code = await runProcess(
    ["vitest", "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile=${report}`],
    { signal, env },
  )
  return countVitest(await readReport(report), code)
}

/** The stack of the demo, in folders of its own. */
async function startTestStack(built: Promise<unknown>): Promise<Stack> {
  await stopUnusedPostgres(testStack.dataDir)
  await rm(testStack.dataDir, { recursive: true, force: true })
  return startStack({ ...testStack, built, signal, log: console.log })
}

async function browser(): Promise<Counts> {
  if (!findChromium()) await installChromium(signal)
  const stack = await starting
  if (!stack) throw new Error("There is no stack to test")
  const counts = await playwright(stack).finally(stack.stop)
  const secrets = secretsOf(stack)
  const found = [...(await grepBuild(distDir, secrets)), ...(await grepLogs(join(testStack.dataDir, "logs"), secrets))]
  return sum([counts, told(found)])
}

async function playwright(stack: Stack): Promise<Counts> {
  const report = join(reports, "browser.json")
  const env = { ...toEnvironment(stack), PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const code = await runProcess(["playwright", "test", "--reporter=list,json"], { signal, env })
  return countPlaywright(await readReport(report), code)
}

/** What neither the build nor the logs of a stack may hold once the browser tests have driven it. */
function secretsOf({ env, members }: Stack): Record<string, string> {
  const passwords = members.map(({ role, password }) => [`the ${role}'s password`, password] as const)
  const { NEXTAUTH_SECRET, ENLACE_KEY, BELVO_SECRET_ID, BELVO_SECRET_PASSWORD, BELVO_WEBHOOK_AUTHORIZATION } = env
  return {
    ...{ NEXTAUTH_SECRET, ENLACE_KEY, BELVO_SECRET_ID, BELVO_SECRET_PASSWORD, BELVO_WEBHOOK_AUTHORIZATION },
    "the database's password": new URL(env.DATABASE_URL).password,
    ...Object.fromEntries(passwords),
  }
}

function told(found: readonly string[]): Counts {
  for (const one of found) console.error(`found ${one}`)
  return countFindings(found)
}

async function failureOf(command: [string, ...string[]]): Promise<number> {
  return (await runProcess(command, { signal })) === 0 ? 0 : 1
}

function asFailure(error: unknown): Counts {
  console.error(error instanceof Error ? error.message : error)
  return { passed: 0, failed: 1 }
}

async function readReport(path: string): Promise<unknown> {
  return readFile(path, "utf8").then(JSON.parse, () => null)
}
