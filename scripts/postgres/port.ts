import { randomInt } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:net"
import { type Place, savePort } from "@/scripts/postgres/place"

/** The port that was used before, or another where it is taken or this is the first time. */
export async function choosePort(place: Place): Promise<Place> {
  if (place.port !== 0 && (await isFree(place.port))) return place
  return savePort(place, await freePort())
}

/** Below the range from which outgoing connections take theirs, so that it stays free while the server is down. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) return port
  }
}

export async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen({ port, host: "127.0.0.1", exclusive: true })
  try {
    await once(server, "listening")
  } catch {
    return false
  }
  server.close()
  await once(server, "close")
  return true
}
