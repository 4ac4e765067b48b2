import { z } from "zod"

export const sweepStates = [
  "queued",
  "running",
  "completed",
  "failed",
  "cancelled",
  "needs_decision",
  "declined",
  "superseded",
] as const
export type SweepState = (typeof sweepStates)[number]

/** Who asked for it: the clock, a person by the button, or the command line. */
export const sweepCauses = ["schedule", "button", "command"] as const
export type SweepCause = (typeof sweepCauses)[number]

/** `full` asks for every link there can be; `delta` for what is new, what is broken, and the next slice of the rest. */
export const sweepKinds = ["full", "delta"] as const
export type SweepKind = (typeof sweepKinds)[number]

/** `pages` reads the whole list; `confirming` asks about what the list did not have. */
export const sweepPhases = ["pages", "confirming"] as const
export type SweepPhase = (typeof sweepPhases)[number]

export const requestSweepInput = z.object({})
export const sweepPayload = z.object({})
export const sweepRunInput = z.object({ runId: z.guid() })
export type SweepRunInput = z.output<typeof sweepRunInput>

/** Why a sweep ended early; `kind` names a sentence, the rest is to look it up at Belvo. */
export type SweepFailure = { kind: string; code: string; message: string; requestId: string | null }

export const sweepFailure = z.object({
  kind: z.string(),
  code: z.string(),
  message: z.string(),
  requestId: z.string().nullable(),
})

/** `GET /api/{environment}/status`, as it comes over the wire. */
export const mirrorStatus = z.object({
  syncedAt: z.coerce.date().nullable(),
  running: z.boolean(),
  used: z.number(),
  limit: z.number(),
  failingSince: z.coerce.date().nullable(),
})
