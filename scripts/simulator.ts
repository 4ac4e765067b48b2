import { readFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { z } from "zod"
import { endSignal } from "@/scripts/end-signal"
import { createBelvoSim } from "@/simulator/belvo"
import { createClock } from "@/simulator/clock"
import { createServer } from "@/simulator/server"
import { createWorld, type WorldName, worldNames } from "@/simulator/worlds/create-world"

const { values } = parseArgs({
  options: {
    world: { type: "string", default: "demo" },
    links: { type: "string" },
    port: { type: "string", default: process.env.BELVO_SIM_PORT ?? "4010" },
    seed: { type: "string", default: "1" },
    /** When the generated world has its present; it goes on from there by itself. */
    present: { type: "string" },
    still: { type: "boolean", default: false },
    "webhook-url": { type: "string" },
    /** A file of the ids of links that customers have repaired, which the world's own history does not know. */
    repaired: { type: "string" },
  },
})

const clock = createClock(Date.now)
const world = createWorld(worldName(values.world), {
  now: values.present ? new Date(values.present) : clock.now(),
  seed: Number(values.seed),
  ...(values.links ? { links: Number(values.links) } : {}),
})
for (const id of readRepaired()) if (world.getLink(id)) world.setStatus(id, "valid")
const belvo = createBelvoSim({ world, now: clock.now, lives: !values.still, ...keyOption(), ...webhookOption() })
const server = createServer(belvo, { clock })
server.listen(Number(values.port), "127.0.0.1", () => {
  const address = server.address()
  const port = typeof address === "object" && address ? address.port : values.port
  const origin = `http://127.0.0.1:${port}`
  console.log(`world     ${world.name}, ${world.size} links`)
  console.log(`API       ${origin}`)
  console.log(`widget    ${origin}/widget/`)
  // Who gave a key knows it, and what is printed may be kept.
  if ("key" in keyOption()) return
  console.log(`key       ${belvo.key.id}`)
  console.log(`password  ${belvo.key.password}`)
})
endSignal().addEventListener("abort", () => {
  server.close()
  server.closeAllConnections()
})

function worldName(given: string): WorldName {
  const known = worldNames.find((name) => name === given)
  if (known) return known
  console.error(`There is no world ${given}: ${worldNames.join(", ")}`)
  process.exit(1)
}

function readRepaired(): string[] {
  return values.repaired ? z.array(z.string()).parse(JSON.parse(readFileSync(values.repaired, "utf8"))) : []
}

function keyOption() {
  const { BELVO_SECRET_ID: id, BELVO_SECRET_PASSWORD: password } = process.env
  return id && password ? { key: { id, password } } : {}
}

function webhookOption() {
  const { BELVO_WEBHOOK_AUTHORIZATION: authorization } = process.env
  const url = values["webhook-url"]
  if (!url || !authorization) return {}
  const post: typeof fetch = (to, init) => fetch(to, { ...init, signal: AbortSignal.timeout(5_000) })
  return { webhooks: { url, authorization, post } }
}
