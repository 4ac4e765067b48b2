import { type AddressState, addressStates } from "@/lib/recovery/addresses/schema"

/** `visiting`: somebody is in the widget at this moment; `broken`: by what the mirror knows now, the link does not work. */
export type Standing = { state: string; expiresAt: Date; visiting?: boolean; broken?: boolean }

/** Nobody is turned out of the widget, and a link that has broken anew is repaired at the same address. What is past has expired, whoever writes it down. */
export function addressState({ state, expiresAt, visiting, broken }: Standing, now: Date): AddressState {
  const isPast = now.getTime() >= expiresAt.getTime()
  if (state === "open") return isPast && visiting !== true ? "expired" : "open"
  if (state === "healed" && broken === true && !isPast) return "open"
  return addressStates.find((one) => one === state) ?? "expired"
}

/** Whether the button may be pressed: it reads the link, so that one that was valid once is asked about again. */
export const canPress = ({ state, expiresAt }: Standing, now: Date): boolean =>
  (state === "open" || state === "healed") && now.getTime() < expiresAt.getTime()
