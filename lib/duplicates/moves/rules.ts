import type { Tracked } from "@/lib/history/rules"
import { keyOf, type Login, toLogin } from "@/lib/links/logins/rules"

/** `alone`: of a link seen for the first time, and no other has its login. */
export type Sighting = { linkId: string; before: Tracked | null; after: Tracked; alone?: boolean }

export type Touched = {
  linkIds: readonly string[]
  /** Each that a link came to, left, or is in under another external id or with another answer to whether it works, once. */
  logins: readonly Login[]
  /** Whether a link may have left a login. */
  left: boolean
}

/**
 * What links' coming, going and changing does to logins; nothing where only their access changed, or from what to what they are broken,
 * nor where a link came that is the only one of its login.
 */
export function touchedBy(sightings: readonly Sighting[]): Touched {
  const moved = sightings
    .filter(({ alone }) => !alone)
    .map(({ linkId, before, after }) => ({ linkId, old: placeOf(before), now: placeOf(after) }))
    .filter(({ old, now }) => !isSame(old, now))
  const logins = new Map(
    moved.flatMap(({ old, now }) => [old, now].flatMap((place) => (place ? [[place.key, place.login]] : []))),
  )
  return {
    linkIds: moved.map(({ linkId }) => linkId),
    logins: [...logins.values()],
    left: moved.some(({ old, now }) => old !== null && old.key !== now?.key),
  }
}

type Place = { key: string; login: Login; externalId: string | null; works: boolean }

function placeOf(link: Tracked | null): Place | null {
  const login = link?.present ? toLogin(link) : null
  if (!link || !login) return null
  return { key: keyOf(login), login, externalId: link.externalId, works: link.status === "valid" }
}

const isSame = (old: Place | null, now: Place | null): boolean =>
  old?.key === now?.key && old?.externalId === now?.externalId && old?.works === now?.works
