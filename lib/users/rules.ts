import { proposeSurvivor } from "@/lib/duplicates/rules"
import { countryOf, nextStep } from "@/lib/links/rules"
import type { Advice, KnownUser, UserLink } from "@/lib/users/schema"

/** How many links of a login carry another external id. */
export type SharedLogin = { institution: string; institutionUserId: string; count: number }
export type Known = { links: readonly UserLink[]; known: KnownUser | null; shared: readonly SharedLogin[] }

/**
 * Most urgent first, bank by bank. A broken link is repaired rather than replaced, unless a better one has the same login: it keeps its history
 * and, in Brazil, spares the monthly quota.
 */
export function adviseBeforeNewLink({ links, known, shared }: Known): Advice[] {
  const present = links.filter(({ removedAt }) => removedAt === null).toSorted(byId)
  const groups = groupByLogin(present)
  const keepers = groups.map((group) => proposeSurvivor(group).survivor)
  const found: Advice[] = [
    ...keepers.filter(({ status }) => status !== "valid").map(toRepair),
    ...shared.map(({ institution, count }): Advice => ({ kind: "shared", institution, count })),
    ...groups.filter((group) => group.length > 1).map(toDuplicates),
    ...toSeveral(keepers),
    ...missingOf(known),
    ...(known && !known.known ? [{ kind: "notInDirectory" } as const] : []),
    ...keepers.filter(({ status }) => status === "valid").map(toWorks),
  ]
  const isFree = present.length === 0 && !found.some(({ kind }) => kind === "missing")
  return [...byBank(found), ...brazilOf(links), ...(isFree ? [{ kind: "free" } as const] : [])]
}

/** All of a bank beside its most urgent, so that what to do and what works already are read together. */
function byBank(found: readonly Advice[]): Advice[] {
  const bankOf = (advice: Advice) => ("institution" in advice ? advice.institution : null)
  const firstOf = (advice: Advice) => found.findIndex((one) => one === advice || (bankOf(one) ?? "") === bankOf(advice))
  return found.toSorted((one, other) => firstOf(one) - firstOf(other))
}

const byId = (one: UserLink, other: UserLink): number => (one.id < other.id ? -1 : 1)

/** Null matches nothing, not even null: such a link is a login of its own. */
function groupByLogin(links: readonly UserLink[]): UserLink[][] {
  const groups = Map.groupBy(links, ({ id, institution, institutionUserId }) =>
    institutionUserId === null ? id : JSON.stringify([institution, institutionUserId]),
  )
  return [...groups.values()]
}

const toRepair = (link: UserLink): Advice => ({
  ...{ kind: "repair", linkId: link.id, institution: link.institution },
  step: nextStep(link).step,
})

const toWorks = ({ id, institution }: UserLink): Advice => ({ kind: "works", linkId: id, institution })

function toDuplicates(group: readonly UserLink[]): Advice {
  const keep = proposeSurvivor(group).survivor
  const others = group.filter(({ id }) => id !== keep.id).map(({ id }) => id)
  return { kind: "duplicates", institution: keep.institution, keep: keep.id, others }
}

/** Several logins at one institution may be right (a person and their company), or the same one that can't be told. */
function toSeveral(keepers: readonly UserLink[]): Advice[] {
  const byInstitution = Map.groupBy(keepers, ({ institution }) => institution)
  return [...byInstitution].flatMap(([institution, logins]) =>
    logins.length > 1 ? [{ kind: "several" as const, institution, count: logins.length }] : [],
  )
}

function missingOf(known: KnownUser | null): Advice[] {
  return known && known.missing.length > 0 ? [{ kind: "missing", count: known.missing.length }] : []
}

/** Every new link there counts against what the institution allows in a month, also one that replaces a removed one. */
function brazilOf(links: readonly UserLink[]): Advice[] {
  const institutions = new Set(links.map(({ institution }) => institution).filter((one) => countryOf(one) === "BR"))
  return institutions.size > 0 ? [{ kind: "brazil", institutions: [...institutions].toSorted() }] : []
}
