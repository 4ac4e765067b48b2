import type { Answer } from "@/lib/belvo/transport"

export const DEFAULT_PAUSE_SECONDS = 60
/** Belvo's limit is 80 in 30 seconds; far below it, an HTML 403 is about the one request. */
const MANY_REQUESTS = 60

type Evidence = {
  readonly recentRequests: (() => Promise<number>) | undefined
  /** Null where the refused request was itself the harmless one that a probe would send. */
  readonly probe: (() => Promise<Answer | null>) | null
}

/** Whether a refusal is about how much was asked. A firewall's 403 alone does not say: it also blocks single values. */
export async function isThrottling(answer: Answer, { recentRequests, probe }: Evidence): Promise<boolean> {
  if (answer.status === 429) return true
  if (!isFirewall(answer)) return false
  if (((await recentRequests?.()) ?? 0) >= MANY_REQUESTS) return true
  if (!probe) return true
  const second = await probe()
  return second !== null && (second.status === 429 || isFirewall(second))
}

const isFirewall = ({ status, body }: Answer): boolean => status === 403 && body.kind !== "json"

/** Seconds from now, given as a number or a date. What is not understood is a minute. */
export function readRetryAfter(header: string | null, now: number): number {
  if (header === null) return DEFAULT_PAUSE_SECONDS
  const seconds = /^\d{1,9}$/.test(header.trim()) ? Number(header) : Math.ceil((Date.parse(header) - now) / 1_000)
  return Number.isFinite(seconds) ? Math.max(seconds, 1) : DEFAULT_PAUSE_SECONDS
}
