/** Once, before the first request. What needs Node lies in a file of its own, because Next.js reads this one for its edge as well. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return
  const { startWeb } = await import("@/instrumentation-node")
  await startWeb()
}
