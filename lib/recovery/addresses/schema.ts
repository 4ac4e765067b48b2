import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"

/** `healed`: valid without it. */
export const addressStates = ["open", "repaired", "healed", "expired", "revoked"] as const
export type AddressState = (typeof addressStates)[number]

/** What an address can come to for good, and what one visit of it can. */
export type AddressEnd = Exclude<AddressState, "open">
export type VisitEnd = "gave_up" | "failed"

export const addressDays = { usual: 7, most: 90 } as const

export const makeAddressInput = z.object({
  linkId,
  days: z.int().min(1).max(addressDays.most).default(addressDays.usual),
})
export type MakeAddress = z.input<typeof makeAddressInput>

export const addressInput = z.object({ addressId: z.guid() })
export type AddressInput = z.output<typeof addressInput>

/** Everything that its token is made of. */
export type AddressKey = { addressId: string; generation: number }

/** What a page may know of an address: never its token. */
export const addressView = z.object({
  id: z.string(),
  linkId: z.string(),
  state: z.enum(addressStates),
  /** Somebody has begun a visit that is not settled yet. */
  visiting: z.boolean(),
  /** Whether it can be handed out: it is good, and its link needs it. */
  usable: z.boolean(),
  createdAt: z.string(),
  /** Null where a campaign's job made it. */
  createdBy: z.string().nullable(),
  expiresAt: z.string(),
  firstOpenedAt: z.string().nullable(),
  /** What the latest visit came to, while it has not been repaired. */
  lastOutcome: z.string().nullable(),
  errorCode: z.string().nullable(),
  settledAt: z.string().nullable(),
})
export type AddressView = z.output<typeof addressView>

/** What may be written to the customer, in each language; `{address}` and `{until}` are still to be filled in. */
const addressMessages = z.object({ es: z.string(), "pt-BR": z.string(), en: z.string() })
export type AddressMessages = z.output<typeof addressMessages>

export const addressPage = z.object({ addresses: z.array(addressView), messages: addressMessages })
export type AddressPage = z.output<typeof addressPage>
