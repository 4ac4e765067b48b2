import type { Tracked } from "@/lib/history/rules"
import { keyOf, type Login, toLogin } from "@/lib/links/logins/rules"

export type Sighting = { linkId: string; before: Tracked | null; after: Tracked }

/** What sights of links mean for orphans. */
export type Moves = {
  /** Present, and new, returned, or with something else that tells whose it is. */
  changed: readonly string[]
  /** Of these and the gone, those that were there before. */
  held: readonly string[]
  gone: readonly string[]
  /** Present before and after, with nothing new but the status. */
  statuses: readonly { linkId: string; status: string }[]
}

export function movesOf(sightings: readonly Sighting[]): Moves {
  const gone = sightings.filter(({ before, after }) => before?.present && !after.present)
  const present = sightings.filter(({ after }) => after.present)
  const changed = present.filter(({ before, after }) => !before?.present || told(before) !== told(after))
  const unchanged = present.filter((one) => !changed.includes(one))
  return {
    changed: changed.map(idOf),
    held: [...changed, ...gone].filter(({ before }) => before !== null).map(idOf),
    gone: gone.map(idOf),
    statuses: unchanged
      .filter(({ before, after }) => before?.status !== after.status)
      .map(({ linkId, after }) => ({ linkId, status: after.status })),
  }
}

/** Everybody's logins, before and after, each once; without institution_user_id nobody is anybody's. */
export function peopleOf(sightings: readonly Sighting[]): Login[] {
  const people = sightings.flatMap(({ before, after }) => [before, after]).flatMap((one) => (one && toLogin(one)) ?? [])
  return [...new Map(people.map((person) => [keyOf(person), person])).values()]
}

const idOf = ({ linkId }: Sighting): string => linkId
const told = ({ externalId, institution, institutionUserId }: Tracked): string =>
  JSON.stringify([externalId, institution, institutionUserId])
