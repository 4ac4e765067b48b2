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
