import { type AddressState, addressStates } from "@/lib/recovery/addresses/schema"

/** Where nobody has said so yet, an address of the past has expired. */
export function addressState({ state, expiresAt }: { state: string; expiresAt: Date }, now: Date): AddressState {
  if (state === "open" && now.getTime() >= expiresAt.getTime()) return "expired"
  return addressStates.find((one) => one === state) ?? "expired"
}
