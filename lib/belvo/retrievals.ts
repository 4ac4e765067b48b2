import type { Send } from "@/lib/belvo/call"
import { checked } from "@/lib/belvo/check"
import { INSTITUTION_MS } from "@/lib/belvo/links"
import { firstOf, type NotFound, notFound, type TokenRequired, tokenRequired } from "@/lib/belvo/outcomes"
import { uuid } from "@/lib/belvo/patterns"
import type { Refusal } from "@/lib/belvo/refusal"
import { nothingSchema, type Retrievable } from "@/lib/belvo/schema"

export type Retrieval = { resource: Retrievable; linkId: string }
export type RetrievalOutcome = { kind: "retrieved" } | TokenRequired | NotFound

/**
 * Has Belvo sign in at the institution and read one resource. What it read stays unread here: it is asked for the sign-in. Sent once,
 * since it counts, and may be billed.
 */
export async function retrieve(send: Send, { resource, linkId }: Retrieval): Promise<RetrievalOutcome> {
  const where = { method: "POST", path: `/api/${resource}/` } as const
  return send({
    where,
    body: { link: checked(where, uuid, linkId, "link") },
    timeoutMs: INSTITUTION_MS,
    ignoreBody: true,
    schema: nothingSchema,
    to: () => ({ kind: "retrieved" }),
    refuse: firstOf<RetrievalOutcome>(tokenRequired, notFound, withoutData),
  })
}

/** The institution let Belvo in, and had nothing to show. */
const withoutData = ({ status, code }: Refusal): { kind: "retrieved" } | null =>
  status === 400 && code === "unavailable_data" ? { kind: "retrieved" } : null
