import { type AddressState, addressStates } from "@/lib/recovery/addresses/schema"

/** `visiting`: somebody has begun a visit that is not settled yet. */
export type Standing = { state: string; expiresAt: Date; visiting?: boolean }

/** Nobody is turned out of the widget. What is past has expired, whoever writes it down. */
export function addressState({ state, expiresAt, visiting }: Standing, now: Date): AddressState {
  if (state === "open") return isPast({ expiresAt }, now) && visiting !== true ? "expired" : "open"
  return addressStates.find((one) => one === state) ?? "expired"
}

export const isPast = ({ expiresAt }: Pick<Standing, "expiresAt">, now: Date): boolean =>
  now.getTime() >= expiresAt.getTime()

/** Whether the button may be pressed: it reads the link, so that one that was valid once is asked about again. */
export const canPress = ({ state, expiresAt }: Standing, now: Date): boolean =>
  pressable.some((one) => one === state) && !isPast({ expiresAt }, now)

/** A link that was valid may break again while its address is still good, and is repaired at the same one. */
export const pressable = ["open", "healed", "repaired"] as const satisfies readonly AddressState[]
