import { once } from "node:events"
import { createServer } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"
import { hashOf } from "@/scripts/postgres/hash"

const waitMs = 120_000
const pauseMs = 50

/** One process at a time per folder. The lock is a name in Linux's abstract sockets, so that the kernel frees it when its holder dies. */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const release = await acquire(`\0enlace-${hashOf(folder)}`)
  try {
    return await work()
  } finally {
    await release()
  }
}

async function acquire(path: string): Promise<() => Promise<void>> {
  const until = Date.now() + waitMs
  for (;;) {
    const server = createServer().listen({ path })
    try {
      await once(server, "listening")
      return async () => {
        server.close()
        await once(server, "close")
      }
    } catch (error) {
      if (!isInUse(error) || Date.now() > until) throw error
      await sleep(pauseMs)
    }
  }
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EADDRINUSE"
}
