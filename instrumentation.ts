/** Once, before the first request. A process that can't serve says why in plain words and ends. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return
  const [{ notePeers }, { EnvError }, { startRuntime }, { prepareInstallation }] = await Promise.all([
    import("@/lib/client-address"),
    import("@/lib/env"),
    import("@/lib/runtime"),
    import("@/lib/settings/commands"),
  ])
  notePeers()
  try {
    await prepareInstallation(startRuntime("web"))
  } catch (error) {
    console.error(error instanceof EnvError ? error.message : error)
    process.exit(1)
  }
}
