import { z } from "zod"
import { linkSelection } from "@/lib/links/selection/schema"

export const batchKinds = ["refresh", "access_mode"] as const
export type BatchKind = (typeof batchKinds)[number]

const accessModes = ["single", "recurrent"] as const

/** What is to be done to every link of a batch. */
export const batchDeed = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("refresh") }),
  z.object({ kind: z.literal("access_mode"), accessMode: z.enum(accessModes) }),
])
export type BatchDeed = z.output<typeof batchDeed>

export const batchStates = ["draft", "running", "paused", "done", "cancelled", "expired"] as const
export type BatchState = (typeof batchStates)[number]

/**
 * Of one link. `sent` from before it leaves until Belvo's answer is kept; `unknown`: it left, and nobody can say what came of it.
 * `left_out`: nothing was asked of Belvo, and why.
 */
export const itemStates = ["draft", "waiting", "sent", "done", "unknown", "failed", "left_out", "cancelled"] as const
export type ItemState = (typeof itemStates)[number]

/** Why a link is left out: known when it was chosen, or found just before it would have been asked for. The plainest first. */
export const leftOutReasons = [
  "removed",
  "leaving",
  "unconfirmed",
  "unchanged",
  "no_credentials",
  "consent",
  "needs_repair",
  "cooling_down",
  "under_way",
] as const
export type LeftOutReason = (typeof leftOutReasons)[number]

/** Why it failed, or is not known, where that is no code of Belvo's. */
export const failReasons = ["token_required", "not_changed", "unclear", "no_answer"] as const

/** As many links as one batch may have. */
export const mostLinks = 100_000

export const createBatchInput = z.object({ deed: batchDeed, selection: linkSelection })
export type CreateBatch = z.output<typeof createBatchInput>

export const batchInput = z.object({ batchId: z.guid() })
export type BatchInput = z.output<typeof batchInput>

/** Of many links their number is typed. */
export const confirmBatchInput = batchInput.extend({ confirmation: z.string().trim().max(20).default("") })
export type ConfirmBatch = z.output<typeof confirmBatchInput>
