import { changeAccessMode } from "@/lib/access-modes/commands"
import { readAccounts } from "@/lib/accounts/commands"
import { requestComparison } from "@/lib/duplicates/comparing/commands"
import { findLatestComparison, previewComparison } from "@/lib/duplicates/comparing/queries"
import { compareLinks } from "@/lib/duplicates/comparing/running/commands"
import { countGroups, findGroup, getGroup, listGroups } from "@/lib/duplicates/queries"
import { duplicateListParams } from "@/lib/duplicates/schema"
import { countOffenders, listOffenders } from "@/lib/external-ids/queries"
import { offenderListParams } from "@/lib/external-ids/schema"
import { countAsOf, listAsOf, planFile } from "@/lib/history/as-of/queries"
import { countBrokenToday, listIncidents } from "@/lib/history/incidents/queries"
import { listIntervals } from "@/lib/history/intervals/queries"
import { getRecoveries } from "@/lib/history/recoveries/queries"
import { countByInstitution, countByStatus, getTrend } from "@/lib/history/trends/queries"
import { trendParams } from "@/lib/history/trends/schema"
import { findLinkPage } from "@/lib/link-pages/queries"
import { listTimeline } from "@/lib/link-pages/timeline/queries"
import { listFacets } from "@/lib/links/facets/queries"
import { countLinks, listLinkIds, listLinkRows, listLinks } from "@/lib/links/list/queries"
import { findSiblings, getLink } from "@/lib/links/queries"
import { linkListParams } from "@/lib/links/schema"
import { searchLinks } from "@/lib/links/search/queries"
import { addNote } from "@/lib/notes/commands"
import { openSession } from "@/lib/recovery/commands"
import { answerChallenge, askForCode } from "@/lib/recovery/mfa/commands"
import { findLatestSession, getSession } from "@/lib/recovery/queries"
import { settleSession } from "@/lib/recovery/settling/commands"
import { requestRefresh } from "@/lib/refreshes/commands"
import { getRefreshState } from "@/lib/refreshes/queries"
import { sendRefresh } from "@/lib/refreshes/sending/commands"
import { getUser } from "@/lib/users/queries"
import { twelve } from "@/simulator/worlds/twelve"
import { freshBelvo, linkOf, type Place } from "@/test/guards/place"
import { needs, type Row } from "@/test/guards/row"

const one = (id: string) => linkListParams.parse({ id, presence: "all" })

const { signal } = new AbortController()
const older = { institution: "older_mx_retail", externalId: null }

/** Two links of which nobody can tell whose login they are, and no comparison under way. */
async function makeOlder({ db, here }: Place) {
  const at = new Date("2021-06-01T12:00:00Z")
  const link = { environmentId: here.id, institution: older.institution, status: "valid", createdAt: at }
  const seen = { statusSince: at, firstSeenAt: at, observedAt: at, fetchResources: [] }
  const ids = [crypto.randomUUID(), crypto.randomUUID()]
  await db.link.createMany({ data: ids.map((id) => ({ ...link, ...seen, id })) })
  await db.duplicateComparison.deleteMany({})
  return older
}

export const linkRows: readonly Row[] = [
  needs("links:read", listLinks, ({ ids }) => [one(ids.link)], {
    elsewhere: { value: { rows: [], total: { count: 0 } } },
  }),
  needs("links:read", countLinks, ({ ids }) => [one(ids.link)], { elsewhere: { value: { count: 0 } } }),
  needs("links:read", listLinkIds, ({ ids }) => [{ query: one(ids.link) }], { elsewhere: { value: [] } }),
  needs("links:read", listLinkRows, ({ ids }) => [[ids.link]], { elsewhere: { value: [] } }),
  needs("links:read", getLink, ({ ids }) => [ids.link]),
  needs(["links:read", "directory:read"], getUser, () => [{ externalId: "usr_000001", removed: true }]),
  needs("links:read", findLinkPage, ({ ids }) => [{ id: ids.link }], { elsewhere: { value: null } }),
  needs("links:read", findSiblings, ({ ids }) => [linkOf(freshBelvo(), ids.link)], {
    elsewhere: { value: { sameCustomer: [], sameLogin: [] } },
  }),
  needs("links:read", searchLinks, ({ ids }) => [{ q: ids.link }], {
    elsewhere: { value: { hits: [], target: null } },
  }),
  needs("links:read", listFacets, () => []),
  needs("links:read", listGroups, () => [duplicateListParams.parse({})]),
  needs("links:read", countGroups, () => [duplicateListParams.parse({})]),
  needs(["links:read", "directory:read"], getGroup, ({ ids }) => [{ groupId: ids.group }]),
  needs(["links:read", "directory:read"], findGroup, ({ ids }) => [{ groupId: ids.group }], {
    elsewhere: { value: null },
  }),
  needs("links:read", previewComparison, () => [older]),
  needs("links:read", findLatestComparison, () => []),
  needs("duplicates:resolve", requestComparison, async (place) => [await makeOlder(place)]),
  needs(["duplicates:compare", "keys:open"], compareLinks, () => [{ comparisonId: crypto.randomUUID(), signal }]),
  needs("links:read", countOffenders, () => []),
  needs("links:read", listOffenders, () => [offenderListParams.parse({})]),
  needs("links:read", listTimeline, ({ ids }) => [{ linkId: ids.link, after: null }], {
    elsewhere: { value: { items: [], after: null } },
  }),
  needs("links:read", listAsOf, ({ ids }) => [{ ...one(ids.link), asOf: "2026-03-01" }], {
    elsewhere: { value: { rows: [], total: { count: 0 } } },
  }),
  needs("links:read", countAsOf, ({ ids }) => [{ ...one(ids.link), asOf: "2026-03-01" }], {
    elsewhere: { value: { count: 0 } },
  }),
  needs("links:read", planFile, ({ ids }) => [{ ...one(ids.link), asOf: "2026-03-01" }], {
    elsewhere: { value: { recording: { first: null, last: null } } },
  }),
  needs("links:read", listIntervals, ({ ids }) => [{ linkId: ids.link }]),
  needs("links:read", listIncidents, () => []),
  needs("links:read", countBrokenToday, () => [{ institution: "gringotts_mx_retail" }]),
  needs("links:read", getTrend, () => [trendParams.parse({})]),
  needs("links:read", getRecoveries, () => [{ days: "30" }]),
  needs("links:read", countByStatus, () => []),
  needs("links:read", countByInstitution, () => [{ limit: 10 }]),

  needs(["links:access-mode", "links:live"], changeAccessMode, ({ ids }) => [
    { linkId: ids.link, accessMode: "single" },
  ]),
  needs("links:live", readAccounts, ({ ids }) => [{ linkId: ids.link }]),
  needs("notes:write", addNote, ({ ids }) => [{ linkId: ids.link, text: "Will call again", ticket: null }]),

  needs(["sessions:open", "links:live"], openSession, ({ ids }) => [{ linkId: ids.brokenToo }]),
  needs(["sessions:open", "links:live"], askForCode, () => [{ linkId: twelve.tokenRequired }], {
    elsewhere: { error: { code: "NOT_FOUND" } },
  }),
  needs(["sessions:open", "links:live"], answerChallenge, ({ ids }) => [
    { linkId: ids.broken, session: "0".repeat(32), token: "123456" },
  ]),
  needs("links:read", findLatestSession, ({ ids }) => [{ linkId: ids.broken }], { elsewhere: { value: null } }),
  needs("links:read", getSession, ({ ids }) => [{ id: ids.session }]),
  needs(["sessions:settle", "links:read", "keys:open"], settleSession, ({ ids }) => [{ sessionId: ids.session }]),

  needs(["links:refresh", "links:live"], requestRefresh, ({ ids }) => [{ linkId: ids.link }]),
  needs(["links:refresh", "links:live"], sendRefresh, ({ ids }, { actor }) => [
    {
      ...{ linkId: ids.link, resources: null, priority: "member" },
      requestedBy: actor.kind === "member" ? actor.id : crypto.randomUUID(),
    },
  ]),
  needs("links:read", getRefreshState, ({ ids }) => [{ linkId: ids.link }], {
    elsewhere: { value: { coolsDownAt: null, resources: [] } },
  }),
]
