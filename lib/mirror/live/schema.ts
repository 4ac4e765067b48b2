import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"
import type { LinkRow } from "@/lib/links/list/queries"
import { linkFilterInput } from "@/lib/links/list/schema"

export const readLinkInput = z.object({ linkId })
export type ReadLinkInput = z.output<typeof readLinkInput>

/** The query string that the list shows, `page` among it. */
export const listLiveInput = z.object({ query: linkFilterInput })
export type ListLiveInput = z.output<typeof listLiveInput>

const moment = z.coerce.date()

/** A link as Belvo's client hands it over; its moments may have travelled as text. */
const belvoLink = z.object({
  id: z.string(),
  institution: z.string(),
  accessMode: z.string().nullable(),
  status: z.string(),
  refreshRate: z.string().nullable(),
  createdBy: z.string().nullable(),
  lastAccessedAt: moment.nullable(),
  lastAccessedAtText: z.string().nullable(),
  externalId: z.string().nullable(),
  createdAt: moment,
  createdAtText: z.string(),
  institutionUserId: z.string().nullable(),
  credentialsStorage: z.string().nullable(),
  staleIn: z.string().nullable(),
  fetchResources: z.array(z.string()),
  unknown: z.record(z.string(), z.unknown()),
})

/** `changed`: the mirror had something else. `known`: the mirror had it as present until now. */
export const liveReading = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("found"), link: belvoLink, observedAt: moment, changed: z.boolean() }),
  z.object({ kind: z.literal("gone"), observedAt: moment, known: z.boolean() }),
])
export type LiveReading = z.output<typeof liveReading>

/** A page of Belvo's own list, each link as the mirror has it now. */
export type LiveList = {
  /** Belvo's count of all that match what it was asked for. */
  count: number
  page: number
  hasNext: boolean
  rows: readonly LinkRow[]
  /** Names of parameters of the list that Belvo has no filter for, or not for these values. */
  notApplied: readonly string[]
  observedAt: string
}
/** Carries the type; the shape is our own route's. */
export const liveList = z.custom<LiveList>((value) => typeof value === "object" && value !== null && "rows" in value)

/** Fresh where Belvo answered within two seconds; otherwise a ticket, for which `GET /api/{environment}/tickets/{id}` has the answer later. */
export type LiveAnswer<T> = { kind: "fresh"; value: T } | { kind: "queued"; ticketId: string }
