import { createLinkTable } from "@/simulator/store/link-table"
import { day, formatMicros, hour, toMicros } from "@/simulator/time"

import { appendDraft, type LinkDraft } from "@/simulator/worlds/link-draft"
import type { OperatorUser } from "@/simulator/worlds/operator-users"
import { buildWorld, type World } from "@/simulator/worlds/world"

/** The fixed ids of world `twelve`, by what is interesting about each. */
export const twelve = {
  valid: "10000000-0000-4000-8000-000000000001",
  invalid: "10000000-0000-4000-8000-000000000002",
  tokenRequired: "10000000-0000-4000-8000-000000000003",
  unconfirmed: "10000000-0000-4000-8000-000000000004",
  single: "10000000-0000-4000-8000-000000000005",
  storageOver: "10000000-0000-4000-8000-000000000006",
  duplicateOlder: "10000000-0000-4000-8000-000000000007",
  duplicateNewer: "10000000-0000-4000-8000-000000000008",
  orphan: "10000000-0000-4000-8000-000000000009",
  openFinance: "10000000-0000-4000-8000-000000000010",
  overdueMonthly: "10000000-0000-4000-8000-000000000011",
  oldAndDashed: "10000000-0000-4000-8000-000000000012",
} as const

const doubled = "Tyc362ErLbrIBeW4Sob_pOPz6j-RWTorYPTSVukDFIM="

/** One link of each interesting kind, with ids that tests can name. */
export function createTwelve(now: Date, seed: number): World {
  const clock = toMicros(now)
  const table = createLinkTable(seed, 64)
  for (const one of aged) appendDraft(table, toDraft(one, clock), clock)
  return buildWorld({ name: "twelve", table, clock, operatorUsers: () => users() })
}

/** A draft whose times are ages. */
interface Aged extends LinkDraft {
  created?: number
  accessed?: number
}

const aged: readonly Aged[] = [
  {
    id: twelve.valid,
    external_id: "usr_000001",
    refresh_rate: "24h",
    created: 200 * day,
    accessed: 5 * hour,
  },
  {
    id: twelve.invalid,
    institution: "gringotts_mx_retail",
    status: "invalid",
    external_id: "usr_000002",
    refresh_rate: "12h",
    created: 150 * day,
    accessed: 2 * day,
  },
  {
    id: twelve.tokenRequired,
    institution: "heimdall_mx_retail",
    status: "token_required",
    external_id: "usr_000003",
    refresh_rate: "24h",
    created: 90 * day,
    accessed: 3 * day,
  },
  {
    id: twelve.unconfirmed,
    institution: "heimdall_co_retail",
    status: "unconfirmed",
    external_id: "usr_000004",
    created: 2 * hour,
  },
  {
    id: twelve.single,
    institution: "tatooine_mx_fiscal",
    access_mode: "single",
    external_id: "usr_000005",
    stale_in: "30d",
    credentials_storage: "365d",
    created: 20 * day,
  },
  {
    id: twelve.storageOver,
    institution: "erebor_co_retail",
    status: "invalid",
    access_mode: "single",
    external_id: "usr_000006",
    credentials_storage: "nostore",
    stale_in: null,
    fetch_resources: [],
    created: 30 * day,
  },
  {
    id: twelve.duplicateOlder,
    institution: "cafetal_co_retail",
    external_id: "usr_000007",
    institution_user_id: doubled,
    created: 60 * day,
  },
  {
    id: twelve.duplicateNewer,
    institution: "cafetal_co_retail",
    external_id: "usr_000007",
    institution_user_id: doubled,
    created: 10 * day,
  },
  {
    id: twelve.orphan,
    institution: "heimdall_cl_retail",
    status: "token_required",
    external_id: null,
    created: 40 * day,
    accessed: 9 * day,
  },
  {
    id: twelve.openFinance,
    institution: "ofmockbank_br_retail",
    external_id: "usr_000010",
    refresh_rate: "6h",
    created: 70 * day,
  },
  {
    id: twelve.overdueMonthly,
    institution: "heimdall_mx_business",
    external_id: "usr_000011",
    refresh_rate: "30d",
    stuck: true,
    institution_user_id: "ezFoxjPDr7YnASnOaft5F3zt7D0kurgDNlLtZFjxUo0",
    created: 300 * day,
    accessed: 75 * day,
  },
  {
    id: twelve.oldAndDashed,
    institution: "erebor_cl_retail",
    external_id: "-000012",
    institution_user_id: null,
    refresh_rate: "7d",
    created_at: "2021-09-14T16:20:05.118Z",
  },
]

function toDraft({ created, accessed, ...draft }: Aged, clock: number): LinkDraft {
  return {
    ...draft,
    ...(created === undefined ? {} : { created_at: formatMicros(clock - created) }),
    ...(accessed === undefined ? {} : { last_accessed_at: formatMicros(clock - accessed) }),
  }
}

function* users(): Generator<OperatorUser> {
  const owned = Object.entries(twelve).filter(
    ([kind]) => kind !== "orphan" && kind !== "duplicateNewer" && kind !== "oldAndDashed",
  )
  for (const [, linkId] of owned) {
    yield { externalId: linkId === twelve.duplicateOlder ? "usr_000007" : `usr_0000${linkId.slice(-2)}`, linkId }
  }
  yield { externalId: "-000012", linkId: twelve.oldAndDashed }
  yield { externalId: "usr_000013", linkId: null }
}
