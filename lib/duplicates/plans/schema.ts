import { z } from "zod"
import { duplicateListParams } from "@/lib/duplicates/schema"
import { linkId } from "@/lib/links/ids/schema"
import { mostIds } from "@/lib/links/schema"
import { flagParam, listParams, textParam } from "@/lib/list-params"
import { type CursorValue, cursorParam } from "@/lib/page"

/** `making` while a job fills it; `draft` may be changed; `ready` is what is handed to the operator's database; `applied` once that uses the new ids. */
export const planStates = ["making", "draft", "ready", "applied", "done", "cancelled"] as const
export type PlanState = (typeof planStates)[number]

/** Refuses what it does not understand: an act must not widen by mistake. */
const groupFilterInput = z
  .string()
  .max(20_000)
  .transform((text, issues) => {
    const raw = Object.fromEntries(new URLSearchParams(text))
    const strangers = Object.keys(raw).filter((name) => !(name in duplicateListParams.parse({})))
    const ignored = [...duplicateListParams.ignored(raw), ...strangers]
    if (ignored.length > 0) issues.addIssue({ code: "custom", message: `not understood: ${ignored.join(", ")}` })
    return duplicateListParams.parse(raw)
  })

/** Of all that match: how many the list showed, if it counted them all, and when; what came later is left out. */
export const planSelection = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("groups"), ids: z.array(z.guid()).min(1).max(mostIds) }),
  z.object({
    kind: z.literal("list"),
    params: groupFilterInput,
    expectedCount: z.number().int().min(0),
    exact: z.boolean(),
    snapshotAt: z.iso.datetime(),
  }),
])
export type PlanSelection = z.output<typeof planSelection>

export const createPlanInput = z.object({ selection: planSelection })
export type CreatePlan = z.output<typeof createPlanInput>
export type CreatePlanForm = z.input<typeof createPlanInput>

export const planInput = z.object({ planId: z.guid() })
export type PlanInput = z.output<typeof planInput>

const groupNo = z.number().int().min(1)

export const takeOutInput = planInput.extend({ groupNo })
export type TakeOut = z.output<typeof takeOutInput>

export const chooseSurvivorInput = takeOutInput.extend({ linkId, reason: z.string().trim().min(3).max(500) })
export type ChooseSurvivor = z.output<typeof chooseSurvivorInput>

/** Groups that matched and are not in the plan. `dissolved`: no duplicates any more by the time it was made. */
export const leftOut = z.object({
  sharedLogin: z.number().default(0),
  elsewhere: z.array(z.object({ planId: z.string(), groups: z.number() })).default([]),
  dissolved: z.number().default(0),
  takenOut: z.number().default(0),
})
export type LeftOut = z.output<typeof leftOut>

/** Of the plan's items, at `checkedAt`. */
export type PlanWarnings = {
  /** The link that stays is not valid, or is gone. */
  notValid: number
  /** The directory uses the link that is to go. */
  stillUsed: number
  /** A link has joined the group that the plan does not know, or its login has become shared. */
  joined: number
}

export const planView = z.object({
  id: z.string(),
  state: z.enum(planStates),
  matched: z.number(),
  leftOut,
  groups: z.number(),
  /** Groups that have been worked out, while it is being made. */
  made: z.number(),
  items: z.number(),
  warnings: z.object({ notValid: z.number(), stillUsed: z.number(), joined: z.number() }),
  checkedAt: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  reviewedBy: z.string().nullable(),
  reviewedAt: z.string().nullable(),
  appliedBy: z.string().nullable(),
  appliedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  endedAt: z.string().nullable(),
})
export type PlanView = z.output<typeof planView>

export type PlanItemRow = {
  groupNo: number
  groupId: string
  institution: string
  institutionName: string | null
  oldLinkId: string
  oldStatus: string | null
  oldRemoved: boolean
  newLinkId: string
  newStatus: string | null
  newRemoved: boolean
  externalId: string | null
  sharedLogin: boolean
  /** Codes of the rule joined by `|`, or a person's words. */
  reason: string
  overruled: boolean
  decidedBy: string
  notValid: boolean
  stillUsed: boolean
  joined: boolean
}

export type PlanItemParams = {
  /** Only items that somebody should look at. */
  warned: boolean
  after: readonly CursorValue[] | null
  before: readonly CursorValue[] | null
}
export const planItemParams = listParams<PlanItemParams>({
  warned: flagParam(),
  after: cursorParam(),
  before: cursorParam(),
})

export type PlanListParams = Pick<PlanItemParams, "after">
export const planListParams = listParams<PlanListParams>({ after: cursorParam() })

export type RemapParams = { plan: string | null }
/** The address of a plan's file. */
export const remapParams = listParams<RemapParams>({ plan: textParam((text) => z.guid().safeParse(text).success) })
