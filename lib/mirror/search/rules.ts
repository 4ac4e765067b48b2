import type { LinkListRequest } from "@/lib/belvo/link-list"
import { externalId, institutionUserId, uuid } from "@/lib/belvo/patterns"
import { dashedId } from "@/lib/links/search/rules"

/** What Belvo is asked for a value, by its shape, the likeliest first. Belvo finds whole ids only. */
export function toLiveRequests(q: string): LinkListRequest[] {
  const id = dashedId(q)
  const isLogin = institutionUserId.safeParse(q).success
  const isExternalId = externalId.safeParse(q).success && !q.includes(",")
  return [
    ...(uuid.safeParse(id).success ? [{ id }] : []),
    ...(isLogin ? [{ institutionUserId: q }] : []),
    ...(isExternalId ? [{ externalId: q }] : []),
  ]
}
