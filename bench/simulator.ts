import type { Mirror } from "@/bench/mirror"
import { script, startProcess } from "@/scripts/processes"
import { simulatorUrl } from "@/scripts/stack/environment"

export type Simulator = AsyncDisposable & { url: string }

/** The simulator by its own command, at the address that the mirror's environment names, with its limits lifted. */
export async function startSimulator(mirror: Mirror, { links }: { links: number }): Promise<Simulator> {
  const { settings, env } = mirror
  const url = simulatorUrl(settings)
  const ready = Promise.withResolvers<void>()
  let told = ""
  const onOutput = (text: string) => {
    told += text
    if (told.includes(url)) ready.resolve()
  }
  const port = new URL(url).port
  const command = script("scripts/simulator.ts", `--port=${port}`, `--links=${links}`, "--still")
  const process = startProcess(command, { env, onOutput })
  const ended = process.exited.then((code) => Promise.reject(new Error(`The simulator ended with ${code}: ${told}`)))
  await Promise.race([ready.promise, ended])
  await lift(mirror, url)
  return { url, [Symbol.asyncDispose]: process.stop }
}

async function lift({ settings: { belvo } }: Mirror, url: string): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${belvo.secretId}:${belvo.secretPassword}`).toString("base64")}`
  const headers = { authorization, "content-type": "application/json" }
  const body = JSON.stringify({ enforce: false })
  const answer = await fetch(`${url}/_simulator/limits`, { method: "POST", headers, body })
  if (!answer.ok) throw new Error(`The simulator keeps its limits: ${answer.status}`)
}
