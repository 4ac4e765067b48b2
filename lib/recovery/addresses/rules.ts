import type { AddressEnd, AddressState } from "@/lib/recovery/addresses/schema"

type Known = { state: string; expiresAt: Date; firstOpenedAt: Date | null }

/** Where nobody has said so yet, an address of the past has expired. */
export function addressState({ state, expiresAt }: Known, now: Date): AddressState {
  if (state === "open" && now.getTime() >= expiresAt.getTime()) return "expired"
  return states.find((one) => one === state) ?? "expired"
}

const states: readonly AddressState[] = ["open", "repaired", "healed", "expired", "revoked"]

/** A valid link was repaired by this address only where it turned valid after somebody had begun there. */
export function endOfValid({ firstOpenedAt }: Known, statusSince: Date): AddressEnd {
  return firstOpenedAt !== null && statusSince.getTime() >= firstOpenedAt.getTime() ? "repaired" : "healed"
}
