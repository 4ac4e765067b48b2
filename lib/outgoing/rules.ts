import { hourMs, minuteMs } from "@/lib/time"

/** After which failures it is tried again, and how much later; then it has failed for good, some seven hours after the first try. */
export const retryDelaysMs = [30_000, 2 * minuteMs, 10 * minuteMs, 30 * minuteMs, 2 * hourMs, 4 * hourMs] as const

export const mostAttempts = retryDelaysMs.length + 1

/** When a delivery that has failed `attempts` times is sent again; null: no more. */
export function nextAttemptAt(attempts: number, now: Date): Date | null {
  const delayMs = retryDelaysMs[attempts - 1]
  return delayMs === undefined ? null : new Date(now.getTime() + delayMs)
}

/** Who has a delivery in hand says nothing for so long only if dead: its time-outs end it long before. */
export const deadAfterMs = minuteMs

/** Everywhere by https; by http only on this machine, and only where the operator allows it. */
export function isAllowedEndpoint(text: string, allowedHosts: readonly string[]): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username || url.password || url.hash) return false
  if (url.protocol === "https:") return true
  const isHere = ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname)
  return url.protocol === "http:" && isHere && allowedHosts.includes(placeOf(url))
}

/** `host:port`, also where the port goes without saying. */
export function placeOf(url: URL): string {
  const port = url.port || (url.protocol === "http:" ? "80" : "443")
  return `${url.hostname.toLowerCase()}:${port}`
}
