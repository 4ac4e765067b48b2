import { runtime } from "@/lib/runtime"

export const dynamic = "force-dynamic"

const patienceMs = 3_000

/** For load balancers: only a PostgreSQL that does not answer makes this process useless. */
export async function GET(): Promise<Response> {
  const { database, log } = runtime()
  try {
    await Promise.race([database.prisma.$queryRaw`SELECT 1`, late()])
    return Response.json({ status: "ok" }, uncached)
  } catch (error) {
    log.error("health: PostgreSQL does not answer", { error })
    return Response.json({ status: "unavailable" }, { ...uncached, status: 503 })
  }
}

const uncached = { headers: { "cache-control": "no-store" } }

async function late(): Promise<never> {
  await new Promise((resolve) => setTimeout(resolve, patienceMs))
  throw new Error(`no answer within ${patienceMs} ms`)
}
