import { text } from "node:stream/consumers"
import { requestVerification } from "@/lib/audit/commands"
import { logAuditHeads } from "@/lib/audit/heads/commands"
import {
  auditWhere,
  getAuditEntry,
  listAudit,
  listAuditActions,
  listAuditActors,
  verifyAudit,
} from "@/lib/audit/queries"
import { auditListParams } from "@/lib/audit/schema"
import { duplicateFileParams } from "@/lib/duplicates/schema"
import { auditCopy } from "@/lib/exports/audit/queries"
import { openExport } from "@/lib/exports/commands"
import { duplicatesCopy } from "@/lib/exports/duplicates/queries"
import { linksCopy } from "@/lib/exports/links/queries"
import { thenCopy } from "@/lib/exports/links/then/queries"
import { listExports } from "@/lib/exports/queries"
import { trendsCopy } from "@/lib/exports/trends/queries"
import { trendParams } from "@/lib/history/trends/schema"
import { linkListParams } from "@/lib/links/schema"
import { needs, open, type Row } from "@/test/guards/row"

const chain = { chain: "environment" } as const
const whole = { finish: ({ body }: { body: ReadableStream<Uint8Array> }) => text(body) }

export const accountRows: readonly Row[] = [
  needs("audit:read", listAudit, () => [auditListParams.parse({})]),
  needs("audit:read", getAuditEntry, () => [{ ...chain, seq: "3" }], { elsewhere: { value: null } }),
  needs("audit:read", listAuditActors, () => [chain]),
  needs("audit:read", listAuditActions, () => [chain]),
  needs("audit:read", verifyAudit, () => [chain]),
  needs("audit:read", requestVerification, () => [chain]),
  needs("housekeeping", logAuditHeads, () => []),

  needs(["exports:create", "links:read"], openExport, () => [{ dataset: "links", query: "", raw: false }], whole),
  needs(["exports:machine", "links:read"], openExport, () => [{ dataset: "links", query: "", raw: true }], whole),
  needs(["exports:create", "links:read"], openExport, () => [{ dataset: "trends", query: "", raw: false }], whole),
  needs("exports:create", openExport, () => [{ dataset: "duplicates", query: "", raw: false }], whole),
  needs("exports:machine", openExport, () => [{ dataset: "duplicates", query: "", raw: true }], whole),
  needs("audit:read", openExport, () => [{ dataset: "audit", query: "", raw: false }], whole),
  needs("exports:create", listExports, () => [{ after: null }]),
  needs("links:read", linksCopy, () => [linkListParams.parse({}), false]),
  needs("links:read", thenCopy, () => [{ ...linkListParams.parse({}), asOf: "2026-02-28" }, false]),
  needs("links:read", trendsCopy, () => [trendParams.parse({})]),
  open("words of a statement, not yet a question", duplicatesCopy, () => [duplicateFileParams.parse({}), false]),
  open("words of a statement, not yet a question", auditCopy, () => [auditListParams.parse({})]),
  open("a condition, not yet a question", auditWhere, () => [auditListParams.parse({})]),
]
