import { z } from "zod"
import type { AddressState } from "@/lib/recovery/addresses/schema"
import type { SessionState } from "@/lib/recovery/schema"

/** 22 characters of base64url; whatever else stands in an address is nobody's. */
export const addressToken = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

/** What the widget says: a rumour. `trouble` is an error that the customer can still put right, `error` one that ends the visit. */
export const visitReport = z.object({
  sessionId: z.guid(),
  event: z.enum(["success", "exit", "error", "trouble"]),
  code: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,60}$/)
    .nullish()
    .catch(null)
    .transform((code) => code?.toLowerCase() ?? null),
})
export type VisitReport = z.output<typeof visitReport>

/**
 * What the page behind an address says. `gone`: Belvo no longer has the link; `again`: repaired here, and broken since; `broke`: it worked
 * when the address was settled, has broken since, and the address is no longer good.
 */
export type PageState = AddressState | "gone" | "again" | "broke"
export type VisitState = { state: PageState; visit: SessionState | null }

/** What pressing the button has come to. The token stands nowhere else. */
export type Visited =
  | { kind: "open"; sessionId: string; access: string; address: string }
  /** `address`: where consents are renewed. */
  | { kind: "consent"; address: string }
  | { kind: "healed" | "gone" | "closed" | "failed" }
  /** `wait`: pressed too often; `busy`: too many want Belvo at this moment. */
  | { kind: "wait" | "busy"; seconds: number }
