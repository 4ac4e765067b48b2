import { z } from "zod"
import type { Send } from "@/lib/belvo/call"
import { checked } from "@/lib/belvo/check"
import { type BelvoLink, toLink } from "@/lib/belvo/link"
import { INSTITUTION_MS } from "@/lib/belvo/links"
import {
  type Duplicated,
  duplicated,
  firstOf,
  type NotFound,
  notFound,
  type SessionExpired,
  sessionExpired,
  type TokenRequired,
  tokenRequired,
} from "@/lib/belvo/outcomes"
import { sessionId, text, uuid } from "@/lib/belvo/patterns"
import { linkSchema, type Resumable, resumables } from "@/lib/belvo/schema"

/**
 * Without `token`: the customer confirmed on another device. `at`: the resource that asked for the token, of which alone the session
 * is; links where it was not a retrieval.
 */
export type MfaResumption = {
  session: string
  linkId: string
  token?: string | undefined
  at?: Resumable | undefined
}
/** `link` as the links themselves answer; a retrieval answers with data that nobody asked us for, which is left unread. */
export type MfaOutcome =
  | { kind: "resumed"; link: BelvoLink | null }
  | TokenRequired
  | SessionExpired
  | Duplicated
  | NotFound

/** A wrong or late answer comes back as a new challenge, which replaces the old one. */
export async function resumeMfa(send: Send, resumption: MfaResumption): Promise<MfaOutcome> {
  const where = { method: "PATCH", path: `/api/${resumption.at ?? "links"}/` } as const
  const { session, linkId, token, at } = checked({ ...where, path: "/api/{resource}/" }, resumptionSchema, resumption)
  return send({
    where,
    body: { session, link: linkId, token },
    secrets: [session, ...(token ? [token] : [])],
    timeoutMs: INSTITUTION_MS,
    ignoreBody: at !== "links",
    schema: linkSchema.nullable(),
    to: (wire) => ({ kind: "resumed", link: wire && toLink(wire) }),
    refuse: firstOf<Exclude<MfaOutcome, { kind: "resumed" }>>(tokenRequired, sessionExpired, duplicated, notFound),
  })
}

const resumptionSchema = z.object({
  session: sessionId,
  linkId: uuid,
  token: text(1, 512).optional(),
  at: z.enum(resumables).default("links"),
})
