import { z } from "zod"

const moment = z.string().nullable()
const person = z.object({ id: z.string(), name: z.string() })

/** `reason`: why it was left alone, or Belvo's code. `confirmedBy`: whose reading saw that it is gone; `webhookAt`: when Belvo said so. */
export const certifiedLink = z.object({
  id: z.string(),
  outcome: z.enum(["deleted", "already_gone", "failed", "skipped", "cancelled"]),
  reason: z.string().nullable(),
  belvoRequestId: z.string().nullable(),
  acceptedAt: moment,
  webhookAt: moment,
  confirmedAt: moment,
  confirmedBy: z.string().nullable(),
})
export type CertifiedLink = z.output<typeof certifiedLink>

/** Who asked, who approved, when, and what came of each link. Links and people are named by ids; no value of a customer's is in it. */
export const certificate = z.object({
  version: z.literal(1),
  environment: z.string(),
  request: z.string(),
  source: z.string(),
  chosen: z.object({ by: person, at: z.string() }),
  requested: z.object({ by: person, at: z.string() }).nullable(),
  approval: z.object({ by: person, at: z.string() }).nullable(),
  approvalNeeded: z.boolean(),
  holdHours: z.number(),
  heldUntil: moment,
  startedAt: moment,
  endedAt: z.string(),
  counts: z.record(z.string(), z.number()),
  links: z.array(certifiedLink),
})
export type Certificate = z.output<typeof certificate>
