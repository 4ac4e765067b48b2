import { z } from "zod"
import { linkId } from "@/lib/links/schema"

export const sessionStates = ["open", "healed", "expired", "still_broken", "replaced"] as const
export type SessionState = (typeof sessionStates)[number]

export const customerLocales = ["es", "pt-BR", "en"] as const
export type CustomerLocale = (typeof customerLocales)[number]

/** `replace` names the session that the member has seen and takes over knowingly. */
export const openSessionInput = z.object({ linkId, replace: z.guid().optional() })
export type OpenSession = z.output<typeof openSessionInput>

/** What a page may know of a session: never its token. */
export type SessionView = {
  id: string
  linkId: string
  openedBy: { id: string; name: string }
  openedAt: string
  expiresAt: string
  state: SessionState
  statusBefore: string
  /** Null while it is open. */
  statusAfter: string | null
  settledAt: string | null
}
