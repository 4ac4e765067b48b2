import { createHash } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"

const waitMs = 600_000
const pauseMs = 50

/**
 * One process at a time per name. The lock is a name among Linux's abstract sockets: the kernel frees it when its holder dies.
 * In JavaScript because the installation, which comes before TypeScript can run, takes it too.
 */
export async function withLock(name, work) {
  const release = await acquire(`\0enlace-${createHash("sha256").update(name).digest("hex").slice(0, 32)}`)
  try {
    return await work()
  } finally {
    await release()
  }
}

async function acquire(path) {
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
      if (error.code !== "EADDRINUSE" || Date.now() > until) throw error
      await sleep(pauseMs)
    }
  }
}
