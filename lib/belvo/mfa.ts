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
import { linkSchema } from "@/lib/belvo/schema"

/** Without `token`: the customer confirmed on another device. */
export type MfaResumption = { session: string; linkId: string; token?: string | undefined }
export type MfaOutcome = { kind: "resumed"; link: BelvoLink } | TokenRequired | SessionExpired | Duplicated | NotFound

/** A wrong or late answer comes back as a new challenge, which replaces the old one. */
export async function resumeMfa(send: Send, resumption: MfaResumption): Promise<MfaOutcome> {
  const where = { method: "PATCH", path: "/api/links/" } as const
  const { session, linkId, token } = checked(where, resumptionSchema, resumption)
  return send({
    where,
    body: { session, link: linkId, token },
    secrets: [session, ...(token ? [token] : [])],
    timeoutMs: INSTITUTION_MS,
    schema: linkSchema,
    to: (wire) => ({ kind: "resumed", link: toLink(wire) }),
    refuse: firstOf<Exclude<MfaOutcome, { kind: "resumed" }>>(tokenRequired, sessionExpired, duplicated, notFound),
  })
}

const resumptionSchema = z.object({ session: sessionId, linkId: uuid, token: text(1, 512).optional() })
