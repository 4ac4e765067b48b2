import { minuteMs } from "@/lib/time"

/** What is kept of an address in a delivery: by it the address itself is found when it is sent. */
export type KeptAddress = { address_id: string; link_id: string; institution: string }

type Handed = {
  campaign: { id: string; name: string }
  /** Null of a reminder. */
  wave: number | null
  reminder: boolean
  addresses: readonly KeptAddress[]
}

/** As many addresses one delivery hands over. */
export const addressesAtOnce = 250

/** The deliveries of a wave: each with what may be kept of it. */
export function toDeliveries({ campaign, wave, reminder, addresses }: Handed) {
  const count = Math.ceil(addresses.length / addressesAtOnce)
  return Array.from({ length: count }, (_, index) => {
    const some = addresses.slice(index * addressesAtOnce, (index + 1) * addressesAtOnce)
    return {
      event: "repair_addresses" as const,
      subjectId: campaign.id,
      items: some.length,
      body: { campaign, wave, reminder, addresses: some.map((one) => ({ ...one })) },
    }
  })
}

/** One after the other, so far apart that all of one could be opened before the next comes. */
export function spaced<T extends { items: number }>(
  deliveries: readonly T[],
  { from, perMinute }: { from: Date; perMinute: number },
): (T & { at: Date })[] {
  let before = 0
  return deliveries.map((one) => {
    const at = new Date(from.getTime() + Math.ceil((before / Math.max(1, perMinute)) * minuteMs))
    before += one.items
    return { ...one, at }
  })
}

/** So much later is looked again at what waits for a campaign that stands still; going on wakes it at once. */
const pausedMs = 10 * minuteMs

/** As a campaign stands; `begun`: the waves of which something was delivered lately, and when first. */
export type CampaignNow = { state: string; waveMinutes: number; begun: readonly Begun[] }
export type Begun = { wave: number; at: Date }

/**
 * When a delivery may leave: waves that have queued up go out as far apart as they would have without the queue. `wave` null: of a
 * reminder, which waits for none.
 */
export function deliveryMoment(
  { state, waveMinutes, begun }: CampaignNow,
  { wave, now }: { wave: number | null; now: Date },
): Date | "now" | "never" {
  if (state !== "running") return state === "paused" ? new Date(now.getTime() + pausedMs) : "never"
  const intervalMs = waveMinutes * minuteMs
  const lately = begun.filter(({ at }) => at.getTime() > now.getTime() - intervalMs)
  if (wave === null || lately.length === 0 || lately.some((one) => one.wave === wave)) return "now"
  return new Date(Math.max(...lately.map(({ at }) => at.getTime())) + intervalMs)
}
