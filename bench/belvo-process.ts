import { setTimeout as sleep } from "node:timers/promises"
import { type BelvoSim, createBelvoSim } from "@/simulator/belvo"
import { createClock } from "@/simulator/clock"
import { createServer } from "@/simulator/server"
import { createWorld } from "@/simulator/worlds/create-world"

/** `origin`: where the environment takes its Belvo to be, and answers say that their next page is. `port`: where another process looks for it; any where it is left out. */
export type BelvoProcess = {
  links: number
  latencyMs: number
  key: { id: string; password: string }
  origin: string
  port?: number
}

const { links, latencyMs, key, origin, port = 0 }: BelvoProcess = JSON.parse(process.argv[2] ?? "{}")
const clock = createClock(Date.now)
const world = createWorld("demo", { now: clock.now(), links })
const sim = createBelvoSim({ world, now: clock.now, key, limits: { enforce: false } })

/** As far away as asked for, however long the answer takes to make: it is made meanwhile. */
async function handle(request: Request, remote?: string): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const asked = new Request(origin + pathname + search, request)
  const [answer] = await Promise.all([sim.handle(asked, remote), sleep(latencyMs)])
  return answer
}

const far: BelvoSim = { ...sim, handle }
const server = createServer(far, { clock })
server.listen(port, "127.0.0.1", () => console.log(JSON.stringify(server.address())))
