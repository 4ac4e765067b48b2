import type { LinkFilter } from "@/lib/links/schema"
import { type Bound, type Condition, joined, linkConditions } from "@/lib/links/where/rules"
import { Prisma } from "@/prisma/generated/client"

/** The filter as one condition on `link`, by parameters only: rows, count, export and frozen selections share it. */
export function linkWhere(filter: LinkFilter, now: Date): Prisma.Sql {
  return allOf(linkConditions(filter, now))
}

export function allOf(conditions: readonly Condition[]): Prisma.Sql {
  return toSql(conjunction(conditions))
}

/** The same for a statement that takes no parameters: they are read from settings `enlace.p_<name>`. */
export function linkWhereBySettings(
  filter: LinkFilter,
  now: Date,
): { where: string; parameters: Record<string, string> } {
  const { text: where, parameters } = bySettings(conjunction(linkConditions(filter, now)))
  return { where, parameters }
}

export function bySettings(condition: Condition): { text: string; parameters: Record<string, string> } {
  const parameters: Record<string, string> = {}
  const pieces = condition.map((piece) => {
    if (typeof piece === "string") return piece
    const name = `w${Object.keys(parameters).length}`
    parameters[name] = toText(piece)
    return `current_setting('enlace.p_${name}')::${piece.type}`
  })
  return { text: pieces.join(""), parameters }
}

export function toSql(condition: Condition): Prisma.Sql {
  const pieces = condition.map((piece) => (typeof piece === "string" ? Prisma.raw(piece) : toParameter(piece)))
  return Prisma.join(pieces, "")
}

function conjunction(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? ["true"] : joined(conditions, " AND ")
}

const toParameter = ({ value, type }: Bound): Prisma.Sql => Prisma.sql`${value}::${Prisma.raw(type)}`

/** PostgreSQL's own notation of an array, every element quoted. */
function toText({ value }: Bound): string {
  if (typeof value === "string") return value
  return `{${value.map((one) => `"${one.replace(/["\\]/g, "\\$&")}"`).join(",")}}`
}
