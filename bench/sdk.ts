import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { z } from "zod"
import { sweepMirror } from "@/bench/belvo"
import { atLeast, type Figure, timed, told } from "@/bench/figure"
import type { Mirror } from "@/bench/mirror"
import type { SdkLoad } from "@/bench/sdk-load"
import { startSimulator } from "@/bench/simulator"
import type { Stage } from "@/bench/stage"
import type { Ctx } from "@/lib/ctx"
import { silentLog } from "@/lib/log"
import { runProcess, script } from "@/scripts/processes"

const sdk = "belvo@0.28.0"
const mostLinks = 30_000
const latencyMs = 100
const timesSdk = 10

/** Belvo's own SDK with one upsert a row, into the same table with the same indices, against our sweeps of the same account, as far away. */
export async function measureSdk({ links, empty, log }: Stage): Promise<Figure[]> {
  const size = Math.min(mostLinks, links)
  const mirror = await empty()
  await using simulator = await startSimulator(mirror, { links: size })
  const ctx = farCtx(mirror)
  const first = await timed(() => sweepMirror(ctx))
  const unchanged = await timed(() => sweepMirror(ctx))
  if (first.answer.inserted !== size || unchanged.answer.unchanged !== size) throw new Error("A sweep missed links")
  log(`our sweeps: ${seconds(first.ms)}, ${seconds(unchanged.ms)}`)
  const theirs = await loadBySdk(await empty(), { url: simulator.url, links: size })
  log(`${sdk}: ${seconds(theirs.firstMs)}, ${seconds(theirs.secondMs)}`)
  const rate = (ms: number) => String(Math.round(size / (ms / 1_000)))
  return [
    atLeast(`first load of ${size} over Belvo's SDK`, theirs.firstMs / first.ms, timesSdk, "×"),
    atLeast(`unchanged sweep of ${size} over Belvo's SDK`, theirs.secondMs / unchanged.ms, timesSdk, "×"),
    told("links a second, ours", `${rate(first.ms)}, ${rate(unchanged.ms)}`),
    told("links a second, SDK", `${rate(theirs.firstMs)}, ${rate(theirs.secondMs)}`),
  ]
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

function farCtx(mirror: Mirror): Ctx {
  const base = mirror.ctx(["mirror:write", "keys:open", "links:read", "housekeeping"])
  const far: typeof fetch = async (input, init) => {
    const [answer] = await Promise.all([fetch(input, init), sleep(latencyMs)])
    return answer
  }
  return { ...base, fetch: far, log: silentLog, env: { ...base.env, belvoRequestsPer30s: 100_000 } }
}

const loaded = z.object({ firstMs: z.number(), secondMs: z.number(), links: z.number() })

/** The SDK is no dependency of ours: it is fetched for this measurement, runs in a process of its own, and goes. */
async function loadBySdk(mirror: Mirror, { url, links }: { url: string; links: number }) {
  const folder = await mkdtemp(join(tmpdir(), "enlace-sdk-"))
  try {
    const install = ["install", "--no-save", "--no-audit", "--ignore-scripts", "--prefix", folder, sdk]
    await run(["npm", ...install])
    const { belvo } = mirror.settings
    const key = { id: belvo.secretId, password: belvo.secretPassword }
    const database = { databaseUrl: mirror.url, environmentId: mirror.ctx([]).environment.id }
    const load: SdkLoad = { folder, url, key, ...database, links, latencyMs }
    const result = loaded.parse(JSON.parse(await run(script("bench/sdk-load.ts", JSON.stringify(load)))))
    if (result.links !== links) throw new Error(`The SDK loaded ${result.links} links`)
    return result
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What the command writes. Throws it where the command fails. */
async function run(command: [string, ...string[]]): Promise<string> {
  let told = ""
  const code = await runProcess(command, {
    onOutput: (text) => {
      told += text
    },
  })
  if (code !== 0) throw new Error(`${command[0]} ended with ${code}: ${told}`)
  return told
}
