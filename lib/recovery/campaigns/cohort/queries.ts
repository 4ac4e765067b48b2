import { heldOutBelow } from "@/lib/recovery/campaigns/rules"
import type { LeftOutReason } from "@/lib/recovery/campaigns/schema"
import { Prisma } from "@/prisma/generated/client"

export type Judging = {
  environmentId: number
  campaignId: string
  /** Null: however lately somebody was asked, they may be asked again. */
  askedSince: Date | null
  /** Institutions that are down. */
  incidents: readonly string[]
}

/** Why the link `l` is not asked, the first of `leftOutReasons` that holds; null where it is. */
export function leftOutSql({ environmentId, campaignId, askedSince, incidents }: Judging): Prisma.Sql {
  const why = (reason: LeftOutReason) => Prisma.sql`${reason}::text`
  return Prisma.sql`CASE
    WHEN l.removed_at IS NOT NULL THEN ${why("removed")}
    WHEN l.status = 'valid' THEN ${why("healed")}
    WHEN l.institution ~ '^of[a-z0-9_]*_br_(retail|business)$' THEN ${why("consent")}
    WHEN l.external_id IS NULL THEN ${why("no_external_id")}
    WHEN l.institution = ANY (${[...incidents]}::text[]) THEN ${why("incident")}
    WHEN EXISTS (SELECT FROM campaign_member o JOIN campaign c ON c.environment_id = o.environment_id AND c.id = o.campaign_id
      WHERE o.environment_id = ${environmentId} AND o.link_id = l.id AND o.left_out IS NULL AND c.state IN ('running', 'paused')
        AND c.id <> ${campaignId}::uuid) THEN ${why("in_campaign")}
    WHEN ${askedSince !== null} AND (EXISTS (SELECT FROM repair_address a
      WHERE a.environment_id = ${environmentId} AND a.link_id = l.id AND a.created_at > ${askedSince}::timestamptz)
      OR EXISTS (SELECT FROM repair_session s
      WHERE s.environment_id = ${environmentId} AND s.link_id = l.id AND s.opened_at > ${askedSince}::timestamptz)) THEN ${why("asked")}
  END`
}

/** The first 48 bits of SHA-256 of `<seed>:<link id>`: whoever knows the seed draws the same. */
export const drawSql = (seed: string): Prisma.Sql =>
  Prisma.sql`('x' || encode(substring(sha256(convert_to(${seed}::text || ':' || l.id::text, 'UTF8')) for 6), 'hex'))::bit(48)::bigint`

export const isHeldOutSql = (percent: number): Prisma.Sql => Prisma.sql`draw < ${heldOutBelow(percent)}::bigint`
