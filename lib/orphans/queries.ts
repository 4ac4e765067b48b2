import { type OrphanFilter, orphanReasons, orphanStates } from "@/lib/orphans/schema"
import { Prisma } from "@/prisma/generated/client"

/**
 * The orphans of an environment that match a filter, as rows of `orphan o`: to be put after WHERE. `snapshotAt` leaves out those that
 * were found later. To freeze a selection: INSERT … SELECT o.link_id FROM orphan o WHERE ….
 */
export function orphanWhere(environmentId: number, filter: OrphanFilter, snapshotAt?: Date): Prisma.Sql {
  const { status, institution } = filter
  const parts = [
    Prisma.sql`o.environment_id = ${environmentId}`,
    Prisma.sql`o.reason = ANY (${[...reasonsOf(filter)]}::text[])`,
    Prisma.sql`o.state = ANY (${[...statesOf(filter)]}::text[])`,
    ...(status === null ? [] : [Prisma.sql`o.status = ${status}`]),
    ...(institution === null ? [] : [Prisma.sql`o.institution = ${institution}`]),
    ...(snapshotAt ? [Prisma.sql`o.found_at <= ${snapshotAt}::timestamptz`] : []),
  ]
  return Prisma.join(parts, " AND ")
}

export const reasonsOf = ({ reason }: OrphanFilter) => (reason === "" ? orphanReasons : [reason])
export const statesOf = ({ state }: OrphanFilter) => (state === "all" ? orphanStates : [state])

/** For a condition: whether a member has said whose the link is that `linkId`, a column, names, and it still holds. */
export const isAdopted = (environmentId: number, linkId: Prisma.Sql): Prisma.Sql => Prisma.sql`EXISTS (
  SELECT FROM orphan_decision a WHERE a.environment_id = ${environmentId} AND a.link_id = ${linkId} AND a.kind = 'adopt' AND a.closed_at IS NULL)`
