import { type Branch, listBranches, type Occurring, wantedStatuses, wholeList } from "@/lib/links/branches/rules"
import { allSeverities, severityOf } from "@/lib/links/rules"
import type { LinkCursor, LinkListParams } from "@/lib/links/schema"
import { type Condition, condition, instant, raw, smallint, text, uuid } from "@/lib/links/where/rules"

/** A part of the list that another follows: rows by the columns, then by id, merged from the branches. */
export type Stretch = { columns: readonly string[]; branches: readonly Branch[] }
export type Reading = { stretches: readonly Stretch[]; descending: boolean; gathered: boolean }

type Plan = {
  params: LinkListParams
  occurring: Occurring
  now: Date /** Read all that match, then sort. */
  gathered: boolean
}
type Part = Stretch & {
  only: readonly Condition[]
  holds: (cursor: LinkCursor) => boolean
  beyond: (cursor: LinkCursor, than: Condition) => Condition
}

/** How to read one page from its cursor on; where `before` is set, from there backwards. */
export function planReading(plan: Plan): Reading {
  const { params } = plan
  const backward = params.before !== null
  const descending = params.sort.descending !== backward
  const parts = listParts(plan)
  const inOrder = backward ? parts.toReversed() : parts
  const cursor = params.before ?? params.after
  const start = cursor ? inOrder.findIndex((part) => part.holds(cursor)) : 0
  const left = start < 0 ? [] : inOrder.slice(start)
  const than = raw(descending ? "<" : ">")
  const stretches = left.map(({ columns, branches, only, beyond }, index) => {
    const restrict = cursor && index === 0 ? [...only, beyond(cursor, than)] : only
    return { columns, branches: branches.map((one) => ({ ...one, where: [...one.where, ...restrict] })) }
  })
  return { descending, gathered: plan.gathered, stretches: stretches.filter(({ branches }) => branches.length > 0) }
}

const columnOf = {
  createdAt: "created_at",
  statusSince: "status_since",
  lastAccessedAt: "last_accessed_at",
  externalId: "external_id",
}

/** In the order they are shown in: what has no value comes last whichever way, the worst status first unless descending. */
function listParts(plan: Plan): Part[] {
  const { key, descending } = plan.params.sort
  if (key === "status" && plan.gathered) return [gatheredByStatus(plan)]
  if (key === "status") {
    const severities = descending ? allSeverities.toReversed() : allSeverities
    return severities.map((severity) => severityPart(plan, severity))
  }
  const column = columnOf[key]
  const valued: Part = {
    columns: [column],
    branches: branchesOf(plan),
    only: [],
    holds: ([value]) => value !== null,
    beyond: ([value, id], than) => {
      const bound = key === "externalId" ? text(String(value)) : instant(String(value))
      return condition`(${raw(column)}, id) ${than} (${bound}, ${uuid(String(id))})`
    },
  }
  if (key === "createdAt" || key === "statusSince") return [valued]
  const empty: Part = {
    columns: [column],
    branches: valued.branches,
    only: [[`${column} IS NULL`]],
    holds: ([value]) => value === null,
    beyond: ([, id], than) => condition`id ${than} ${uuid(String(id))}`,
  }
  return [{ ...valued, only: [[`${column} IS NOT NULL`]] }, empty]
}

function severityPart(plan: Plan, severity: number): Part {
  const status = wantedStatuses(plan).filter((one) => severityOf(one) === severity)
  return {
    columns: ["status_since"],
    only: [],
    branches: status.length === 0 ? [] : branchesOf({ ...plan, params: { ...plan.params, status } }),
    holds: ([value]) => value === severity,
    beyond: ([, since, id], than) =>
      condition`(status_since, id) ${than} (${instant(String(since))}, ${uuid(String(id))})`,
  }
}

const gatheredByStatus = (plan: Plan): Part => ({
  columns: ["severity", "status_since"],
  only: [],
  branches: branchesOf(plan),
  holds: () => true,
  beyond: ([severity, since, id], than) =>
    condition`(severity, status_since, id) ${than} (${smallint(Number(severity))}, ${instant(String(since))}, ${uuid(String(id))})`,
})

const branchesOf = (plan: Plan): Branch[] => (plan.gathered ? wholeList(plan) : listBranches(plan))
