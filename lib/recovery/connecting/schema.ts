import { z } from "zod"
import { uuid } from "@/lib/belvo/patterns"
import type { ExternalIdKind } from "@/lib/external-ids/schema"
import { listParams, textParam } from "@/lib/list-params"

/** `doubtful`: it may be something personal, which a person who knows better can overrule; `refused`: Belvo would not take or not keep it. */
export type Verdict = { kind: "fine" | "doubtful" | "refused"; findings: readonly ExternalIdKind[] }

export const accessModes = ["single", "recurrent"] as const
export type AccessMode = (typeof accessModes)[number]

/** `known`: how many of the user's links the member has seen. `sure`: that the external id is meant, though it is doubtful. */
export const openConnectingInput = z.object({
  externalId: z.string().trim().min(1).max(300),
  institution: z
    .string()
    .regex(/^[a-z_]{1,40}$/)
    .nullable(),
  accessMode: z.enum(accessModes),
  known: z.number().int().min(0),
  sure: z.boolean(),
  replace: z.guid().optional(),
})
export type OpenConnecting = z.output<typeof openConnectingInput>

/** `gave_up` and `failed`: as the widget said, and no link has come. */
export const connectingStates = ["open", "connected", "gave_up", "failed", "expired", "replaced"] as const
export type ConnectingState = (typeof connectingStates)[number]

/** The widget's own word, which nobody has to believe. */
export const reports = ["success", "exit", "error"] as const

const link = z.object({ id: z.string(), institution: z.string(), institutionName: z.string(), status: z.string() })

/** What a page may know of a session in which something new is connected: never its token. */
export const connectingView = z.object({
  id: z.string(),
  externalId: z.string().nullable(),
  openedBy: z.object({ id: z.string(), name: z.string() }),
  openedAt: z.string(),
  expiresAt: z.string(),
  state: z.enum(connectingStates),
  report: z.object({ kind: z.enum(reports), code: z.string().nullable() }).nullable(),
  /** The link that came of it, finished or not. */
  link: link.nullable(),
  /** Belvo took the external id for something personal, so the link has none. */
  dropped: z.boolean(),
  /** Where Belvo refused a second link of the same login: the user's links that it may be. */
  existing: z.array(link),
  settledAt: z.string().nullable(),
})
export type ConnectingView = z.output<typeof connectingView>

export type ConnectParams = { externalId: string | null; session: string | null }

/** The address of the page. */
export const connectParams = listParams<ConnectParams>({
  externalId: textParam((text) => text.length <= 300 && text.isWellFormed()),
  session: textParam((text) => uuid.safeParse(text).success),
})
