import type { SearchTarget } from "@/lib/links/search/schema"

export function searchPath(environment: string, target: SearchTarget): string {
  return target.kind === "link" ? `/${environment}/links/${target.id}` : `/${environment}/links${target.query}`
}
