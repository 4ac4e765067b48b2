/** How old the links are: each group ends where the next begins. */
export const ageGroups = ["week", "month", "halfYear", "year", "older"] as const
export type AgeGroup = (typeof ageGroups)[number]

/** Full days up to which a link belongs to its group; the last has no end. */
export const ageLimitsDays = [7, 30, 182, 365] as const

export function ageGroupOf(days: number): AgeGroup {
  const at = ageLimitsDays.findIndex((limit) => days < limit)
  return ageGroups[at < 0 ? ageGroups.length - 1 : at] ?? "older"
}
