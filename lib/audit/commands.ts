import { type Verified, verifyAudit } from "@/lib/audit/queries"
import type { VerifyAuditInput } from "@/lib/audit/schema"
import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"

/** Verifies a chain and keeps in it who did, and with what result. */
export async function requestVerification(ctx: Ctx, input: VerifyAuditInput): Promise<Verified> {
  const verified = await verifyAudit(ctx, input)
  return write(ctx, "audit:read", async () => ({
    result: verified,
    audit: {
      action: "audit.verified",
      entity: "audit",
      entityId: input.chain,
      after: { ...verified },
      ...(input.chain === "installation" ? { chain: "installation" } : {}),
    },
  }))
}
