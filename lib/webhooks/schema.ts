import { z } from "zod"
import { choiceParam, listParams, textParam } from "@/lib/list-params"
import { type CursorValue, cursorParam } from "@/lib/page"

/** `waiting` until the link has been read again, or there is nothing to read. */
export const webhookStates = ["waiting", "processed"] as const
export type WebhookState = (typeof webhookStates)[number]

/** What came of it: by the link's re-reading, or why there was none. */
export const webhookOutcomes = [
  "changed",
  "unchanged",
  "gone",
  "unknown_link",
  "failed",
  "no_link",
  "unreadable",
] as const
export type WebhookOutcome = (typeof webhookOutcomes)[number]

export const emptyPayload = z.object({})
export const webhookInput = z.object({ eventId: z.guid() })
export type WebhookInput = z.output<typeof webhookInput>

export const inboxFilters = ["waiting", ...webhookOutcomes] as const
export type InboxFilter = (typeof inboxFilters)[number]

const filterChoices = ["", ...inboxFilters] as const
export const mostIds = 500
/** As many as the inbox counts exactly: what has not been counted is not acted on. */
export const mostAtOnce = 10_000

/** Explicit ones, or all that matched when the page was read. */
export const webhookSelection = z.union([
  z.object({ eventIds: z.array(z.guid()).min(1).max(mostIds) }),
  z.object({
    filter: z.object({ outcome: z.enum(filterChoices) }),
    expectedCount: z.number().int().min(1).max(mostAtOnce),
    snapshotAt: z.iso.datetime(),
  }),
])
export type WebhookSelection = z.output<typeof webhookSelection>

/** What has words of its own in the inbox. */
export const webhookNameKeys = [
  "invalid_credentials",
  "token_required",
  "link_deleted",
  "consent_expired",
  "consent_about_to_expire",
  "consent_unrecoverable",
  "consent_unavailable",
  "consent_changed",
  "transactions_updated",
  "transactions_deleted",
  "historical_complete",
  "data_ready",
  "data_new",
] as const
export type WebhookNameKey = (typeof webhookNameKeys)[number]

/** Belvo's resources, whose names are also types of webhooks. */
export const namedResources = [
  "ACCOUNTS",
  "OWNERS",
  "TRANSACTIONS",
  "BILLS",
  "BALANCES",
  "INVESTMENTS",
  "INVESTMENT_TRANSACTIONS",
  "EXCHANGES",
  "INCOMES",
  "RECURRING_EXPENSES",
  "RISK_INSIGHTS",
  "FINANCIAL_STATEMENTS",
  "INVOICES",
  "TAX_COMPLIANCE_STATUS",
  "TAX_RETENTIONS",
  "TAX_RETURNS",
  "TAX_STATUS",
  "EMPLOYMENT_RECORDS",
  "EMPLOYMENT_METRICS",
  "CURRENT_EMPLOYMENTS",
  "EMPLOYMENTS",
] as const
export type NamedResource = (typeof namedResources)[number]

export type InboxParams = {
  outcome: InboxFilter | ""
  /** The webhook that is open. */
  open: string | null
  after: readonly CursorValue[] | null
  before: readonly CursorValue[] | null
}

/** The address of the inbox. */
export const inboxParams = listParams<InboxParams>({
  outcome: choiceParam(filterChoices, ""),
  open: textParam((text) => z.guid().safeParse(text).success),
  after: cursorParam(),
  before: cursorParam(),
})
