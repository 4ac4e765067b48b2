import { z } from "zod"
import { linkFilterInput } from "@/lib/links/list/schema"
import { choiceParam, listParams, textParam } from "@/lib/list-params"
import { type CursorValue, cursorParam } from "@/lib/page"

/** Nobody is asked in a `draft`; a `paused` one asks nobody new, and is measured all the same. */
export const campaignStates = ["draft", "running", "paused", "ended"] as const
export type CampaignState = (typeof campaignStates)[number]

/** Why a link that was chosen is not asked; the first that holds. */
export const leftOutReasons = [
  "removed",
  "healed",
  "consent",
  "no_external_id",
  "incident",
  "in_campaign",
  "asked",
] as const
export type LeftOutReason = (typeof leftOutReasons)[number]

/** How a member stands: `waiting` for its wave, `untouched` since it was sent, `opened` and nothing yet, then what came of it. */
export const memberStates = [
  "waiting",
  "untouched",
  "opened",
  "repaired",
  "healed",
  "gave_up",
  "failed",
  "expired",
  "revoked",
  "removed",
] as const
export type MemberState = (typeof memberStates)[number]

/** Why a line of a pasted list is of no use. `gone`: its links are at Belvo no longer. */
export const lineProblems = ["unreadable", "unknown", "gone", "repeated"] as const
export type LineProblem = (typeof lineProblems)[number]

/** As many links as one campaign may choose from, and lines as one list may have. */
export const mostMembers = 100_000
export const mostLines = 100_000
export const mostListBytes = 16 * 1024 * 1024

/** Minutes from one wave to the next; 0: all at once. */
export const waveChoices = [0, 15, 60, 240, 1_440] as const

const percent = (least: number, most: number) => z.coerce.number().int().min(least).max(most)

export const campaignSettings = z.object({
  name: z.string().trim().min(1).max(80),
  validDays: z.coerce.number().int().min(1).max(30),
  askedWithinDays: z.coerce.number().int().min(0).max(90),
  heldOutPercent: percent(0, 50),
  waveMinutes: z.coerce.number().refine((value) => waveChoices.some((one) => one === value)),
  stopPercent: percent(5, 100),
})
export type CampaignSettings = z.output<typeof campaignSettings>

export const standardSettings = {
  ...{ validDays: 7, askedWithinDays: 14, heldOutPercent: 5, waveMinutes: 60, stopPercent: 30 },
} as const satisfies Omit<CampaignSettings, "name">

/** All that match: how many the list showed, if it counted them all, and when; what came later is left out. Or ids, one a line. */
export const cohortChoice = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("links"),
    params: linkFilterInput,
    expectedCount: z.number().int().min(0),
    exact: z.boolean(),
    snapshotAt: z.iso.datetime({ offset: true }),
  }),
  z.object({ kind: z.literal("ids"), text: z.string().max(mostListBytes) }),
])
export type CohortChoice = z.output<typeof cohortChoice>

export const createCampaignInput = z.object({ settings: campaignSettings, choice: cohortChoice })
export type CreateCampaign = z.output<typeof createCampaignInput>
export type CreateCampaignForm = z.input<typeof createCampaignInput>

export const campaignInput = z.object({ campaignId: z.guid() })
export type CampaignInput = z.output<typeof campaignInput>

/** `expectedMembers`: how many the page said would be asked. */
export const startCampaignInput = campaignInput.extend({ expectedMembers: z.number().int().min(1) })
export type StartCampaign = z.output<typeof startCampaignInput>

/** `remindedAt`: when they were last reminded, as the page has it. */
export const remindCampaignInput = campaignInput.extend({ remindedAt: z.iso.datetime().nullable() })
export type RemindCampaign = z.output<typeof remindCampaignInput>

export const extendCampaignInput = campaignInput.extend({ days: z.coerce.number().int().min(1).max(30) })
export type ExtendCampaign = z.output<typeof extendCampaignInput>

export const campaignView = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(campaignStates),
  source: z.enum(["links", "ids"]),
  /** The query string of the links' list, without what may name a person. */
  filter: z.string().nullable(),
  lines: z.number(),
  badLines: z.number(),
  seed: z.string(),
  heldOutPercent: z.number(),
  askedWithinDays: z.number(),
  validDays: z.number(),
  waveMinutes: z.number(),
  openingsPerMinute: z.number(),
  stopPercent: z.number(),
  /** Of them so many are held out and asked nothing. */
  members: z.number(),
  heldOut: z.number(),
  waves: z.number(),
  /** The wave that comes next, or is being made. */
  wave: z.number(),
  waveAt: z.string().nullable(),
  pause: z.enum(["member", "failures"]).nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
  judgedAt: z.string(),
  startedBy: z.string().nullable(),
  startedAt: z.string().nullable(),
  pausedAt: z.string().nullable(),
  /** When the last address that is out so far ends. */
  expiresAt: z.string().nullable(),
  remindedAt: z.string().nullable(),
  downloadedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
  endedAt: z.string().nullable(),
})
export type CampaignView = z.output<typeof campaignView>

/** In a list: how many were sent an address, and how many of those asked work again. */
export const campaignRow = campaignView.extend({ sent: z.number(), working: z.number() })
export type CampaignRow = z.output<typeof campaignRow>

export type CampaignListParams = { after: readonly CursorValue[] | null }
export const campaignListParams = listParams<CampaignListParams>({ after: cursorParam() })

export type CampaignFileParams = { campaign: string | null; only: "all" | "untouched"; wave: string | null }
/** The address of a campaign's file: of all waves, or of one. */
export const campaignFileParams = listParams<CampaignFileParams>({
  campaign: textParam((text) => z.guid().safeParse(text).success),
  only: choiceParam(["all", "untouched"], "all"),
  wave: textParam((text) => /^[1-9]\d{0,5}$/.test(text)),
})
