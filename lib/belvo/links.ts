import { z } from "zod"
import type { Send } from "@/lib/belvo/call"
import { checked, linkPath } from "@/lib/belvo/check"
import { type BelvoLink, toLink } from "@/lib/belvo/link"
import {
  type CoolingDown,
  coolingDown,
  firstOf,
  type NotFound,
  notFound,
  type TokenRequired,
  tokenRequired,
} from "@/lib/belvo/outcomes"
import { period, resources, text } from "@/lib/belvo/patterns"
import { normaliseRequestId } from "@/lib/belvo/request-id"
import { acceptedSchema, accessModes, linkSchema } from "@/lib/belvo/schema"

/** Belvo logs in to the institution before it answers; its own limit is five minutes. */
export const INSTITUTION_MS = 120_000

/** `text`: the link as Belvo wrote it. */
export type FoundLink = { kind: "found"; link: BelvoLink; text: string; sentAt: Date }
export type ChangedLink = { kind: "changed"; link: BelvoLink }

export type AccessModeChange = {
  id: string
  accessMode?: (typeof accessModes)[number] | undefined
  staleIn?: string | undefined
  fetchResources?: readonly string[] | undefined
}
export type CredentialsChange = {
  id: string
  password: string
  password2?: string | undefined
  token?: string | undefined
}
export type RefreshRequest = { id: string; fetchResources?: readonly string[] | undefined }
export type RefreshOutcome = { kind: "accepted"; requestId: string } | CoolingDown | TokenRequired | NotFound
export type DeletionOutcome =
  | { kind: "accepted"; requestId: string }
  | { kind: "deleted" }
  | { kind: "already_gone"; requestId: string | null }

/** `not_found` only by Belvo's own word; a link whose stored credentials ran out is still a link, and throws. */
export async function getLink(send: Send, id: string): Promise<FoundLink | NotFound> {
  return send({
    where: linkPath("GET", id),
    schema: linkSchema,
    to: (wire, { sentAt, text }) => ({ kind: "found", link: toLink(wire), text, sentAt }),
    refuse: notFound,
  })
}

/** From single to recurrent is billed, and refreshes the link the next day. */
export async function changeAccessMode(
  send: Send,
  { id, ...change }: AccessModeChange,
): Promise<ChangedLink | TokenRequired | NotFound> {
  const where = linkPath("PATCH", id)
  const { accessMode, staleIn, fetchResources } = checked(where, accessModeChange, change)
  return send({
    where,
    body: { access_mode: accessMode, stale_in: staleIn, fetch_resources: fetchResources },
    schema: linkSchema,
    to: (wire) => ({ kind: "changed", link: toLink(wire) }),
    refuse: firstOf<TokenRequired | NotFound>(tokenRequired, notFound),
  })
}

export async function updateCredentials(
  send: Send,
  { id, ...credentials }: CredentialsChange,
): Promise<ChangedLink | TokenRequired | NotFound> {
  const where = linkPath("PUT", id)
  const body = checked(where, credentialsChange, credentials)
  return send({
    where,
    body,
    secrets: Object.values(body).filter((value) => value !== undefined),
    timeoutMs: INSTITUTION_MS,
    schema: linkSchema,
    to: (wire) => ({ kind: "changed", link: toLink(wire) }),
    refuse: firstOf<TokenRequired | NotFound>(tokenRequired, notFound),
  })
}

/** `requestId` comes again in the webhooks of the refreshed resources. */
export async function refreshLink(send: Send, { id, fetchResources }: RefreshRequest): Promise<RefreshOutcome> {
  const where = linkPath("POST", id, "refresh/")
  const wanted = checked(where, resources.optional(), fetchResources, "fetch_resources")
  return send({
    where,
    body: wanted ? { fetch_resources: wanted } : {},
    schema: acceptedSchema,
    to: ({ request_id }) => ({ kind: "accepted", requestId: normaliseRequestId(request_id) }),
    refuse: firstOf<CoolingDown | TokenRequired | NotFound>(coolingDown, tokenRequired, notFound),
  })
}

/** Asynchronous deletions escape Belvo's five a minute; a `link_deleted` webhook with the request id follows. */
export async function deleteLink(
  send: Send,
  { id, mode }: { id: string; mode: "sync" | "async" },
): Promise<DeletionOutcome> {
  return send({
    where: linkPath("DELETE", id),
    headers: mode === "async" ? { "x-belvo-request-mode": "async" } : {},
    schema: acceptedSchema.nullable(),
    to: (wire) => (wire ? { kind: "accepted", requestId: normaliseRequestId(wire.request_id) } : { kind: "deleted" }),
    refuse: (refusal) => {
      const gone = notFound(refusal)
      return gone && { kind: "already_gone", requestId: gone.requestId }
    },
  })
}

const accessModeChange = z
  .object({
    accessMode: z.enum(accessModes).optional(),
    staleIn: period.optional(),
    fetchResources: resources.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined))

const secret = text(1, 512)
const credentialsChange = z.object({ password: secret, password2: secret.optional(), token: secret.optional() })
