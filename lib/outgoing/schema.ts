import { z } from "zod"
import { choiceParam, listParams, textParam } from "@/lib/list-params"
import { type CursorValue, cursorParam } from "@/lib/page"

/** What is told of: addresses to be handed on to their customers, or nothing but that it works. */
export const outgoingEvents = ["repair_addresses", "test"] as const
export type OutgoingEvent = (typeof outgoingEvents)[number]

/** `waiting` for its moment, `sending` while somebody has it in hand; `failed` after the last try. */
export const deliveryStates = ["waiting", "sending", "delivered", "failed"] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** Why a try came to nothing. */
export const deliveryProblems = [
  "noEndpoint",
  "unresolved",
  "notAllowed",
  "connection",
  "certificate",
  "timeout",
  "redirect",
  "tooLarge",
  "status",
  "secret",
  "gone",
  "internal",
] as const
export type DeliveryProblem = (typeof deliveryProblems)[number]

export const nothing = z.void()

export const saveEndpointInput = z.object({ url: z.string().trim().min(1).max(2_000) })
export type SaveEndpoint = z.output<typeof saveEndpointInput>

export const deliveryInput = z.object({ deliveryId: z.guid() })
export type DeliveryInput = z.output<typeof deliveryInput>

export type EndpointView = {
  url: string
  savedAt: string
  savedBy: string
  /** While the secret before this one signs as well. */
  rotatedAt: string | null
}

export type DeliveryRow = {
  id: string
  event: OutgoingEvent
  subjectId: string | null
  items: number
  state: DeliveryState
  attempts: number
  createdAt: string
  attemptedAt: string | null
  nextAt: string | null
  settledAt: string | null
  httpStatus: number | null
  problem: DeliveryProblem | null
  /** What was sent, without the addresses. */
  body: string
}

/** Of what is about one subject: how many items were delivered, wait, or have failed; what is sent once more is left out. */
export type Handed = { delivered: number; waiting: number; failed: number }

export type DeliveryListParams = {
  show: "all" | "failed"
  /** Of one campaign alone. */
  campaign: string | null
  after: readonly CursorValue[] | null
  before: readonly CursorValue[] | null
}
export const deliveryListParams = listParams<DeliveryListParams>({
  show: choiceParam(["all", "failed"], "all"),
  campaign: textParam((text) => z.guid().safeParse(text).success),
  after: cursorParam(),
  before: cursorParam(),
})
