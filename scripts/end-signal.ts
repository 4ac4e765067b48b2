const parentWatchMs = 1_000

/** Aborted when this process is asked to end: Ctrl+C, a signal, or a parent that was killed and so could pass none on. */
export function endSignal(): AbortSignal {
  const controller = new AbortController()
  const parent = process.ppid
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => controller.abort())
  setInterval(() => {
    if (process.ppid !== parent) controller.abort()
  }, parentWatchMs).unref()
  return controller.signal
}
