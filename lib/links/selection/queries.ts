import type { LinkSelection } from "@/lib/links/selection/schema"
import { linkWhere } from "@/lib/links/where/queries"
import { Prisma } from "@/prisma/generated/client"

/** What is chosen, as one condition on `link`. */
export function selectedLinks(environmentId: number, selection: LinkSelection, now: Date): Prisma.Sql {
  const of = Prisma.sql`environment_id = ${environmentId}`
  if (selection.kind === "links") return Prisma.sql`${of} AND id = ANY (${selection.ids}::uuid[])`
  return Prisma.sql`${of} AND first_seen_at <= ${selection.snapshotAt}::timestamptz AND ${linkWhere(selection.params, now)}`
}
