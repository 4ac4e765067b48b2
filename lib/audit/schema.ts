import { z } from "zod"
import { choiceParam, dayParam, listParams, type ParamSet, textParam } from "@/lib/list-params"
import { cursorParam } from "@/lib/page"
import type { Day } from "@/lib/time"

export const auditChains = ["environment", "installation"] as const
export type AuditChain = (typeof auditChains)[number]

export type AuditFilter = {
  chain: AuditChain
  /** `member:<uuid>` or `system:<name>` */
  actor: string | null
  action: string | null
  /** What was acted on: a link's id, a member's, an export's. */
  entityId: string | null
  /** UTC days, both included. */
  from: Day | null
  to: Day | null
}
export type AuditListParams = AuditFilter & {
  /** The entry that is open beside the list. */
  entry: string | null
  after: readonly (string | number | null)[] | null
  before: readonly (string | number | null)[] | null
}

const params: ParamSet<AuditListParams> = {
  chain: choiceParam(auditChains, "environment"),
  actor: textParam((text) => /^(member:[0-9a-f-]{36}|system:[a-z-]{1,40})$/.test(text)),
  action: textParam((text) => /^[a-z-]{1,40}\.[a-z-]{1,40}$/.test(text)),
  entityId: textParam((text) => text.length <= 200),
  from: dayParam(),
  to: dayParam(),
  entry: textParam((text) => /^\d{1,18}$/.test(text)),
  after: cursorParam(),
  before: cursorParam(),
}

export const auditListParams = listParams(params)

export const verifyAuditInput = z.object({ chain: z.enum(auditChains) })
export type VerifyAuditInput = z.output<typeof verifyAuditInput>
