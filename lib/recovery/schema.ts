import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"

export const sessionStates = [
  "open",
  "healed",
  "still_broken",
  "gave_up",
  "failed",
  "expired",
  "replaced",
  "connected",
] as const
export type SessionState = (typeof sessionStates)[number]

export const customerLocales = ["es", "pt-BR", "en"] as const
export type CustomerLocale = (typeof customerLocales)[number]

/** `replace` names the session that the member has seen and takes over knowingly. */
export const openSessionInput = z.object({ linkId, replace: z.guid().optional() })
export type OpenSession = z.output<typeof openSessionInput>

/** What a page may know of a session: never its token. */
export const sessionView = z.object({
  id: z.string(),
  linkId: z.string(),
  /** Null for the customer, who came by a repair address. */
  openedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  openedAt: z.string(),
  expiresAt: z.string(),
  state: z.enum(sessionStates),
  statusBefore: z.string(),
  /** Why the widget said that it failed. */
  errorCode: z.string().nullable(),
  /** Null while it is open. */
  statusAfter: z.string().nullable(),
  settledAt: z.string().nullable(),
})
export type SessionView = z.output<typeof sessionView>
