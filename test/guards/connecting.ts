import { openConnecting } from "@/lib/recovery/connecting/commands"
import { forgetConnecting } from "@/lib/recovery/connecting/forgetting/commands"
import { getConnectPage } from "@/lib/recovery/connecting/page/queries"
import {
  countOfUser,
  findOpenConnecting,
  getConnecting,
  judgeExternalId,
  listConnectable,
} from "@/lib/recovery/connecting/queries"
import { reportReturn } from "@/lib/recovery/connecting/reporting/commands"
import { enterByReturn } from "@/lib/recovery/connecting/reporting/queries"
import { settleConnecting } from "@/lib/recovery/connecting/settling/commands"
import { saveConnectingSetup } from "@/lib/recovery/connecting/setup/commands"
import { findConnectingSetup } from "@/lib/recovery/connecting/setup/queries"
import { listMakers, listRecoveries } from "@/lib/recovery/list/queries"
import { recoveryListParams } from "@/lib/recovery/list/schema"
import type { Place } from "@/test/guards/place"
import { needs, type Row } from "@/test/guards/row"

const externalId = "usr_000099"
const setup = {
  ...{ companyName: "Acme", iconUrl: "https://acme.example/i.svg", logoUrl: "https://acme.example/l.svg" },
  ...{ termsUrl: "https://acme.example/terms", staleDays: 365, storageDays: 365, returnUrl: null },
}

async function setUp({ db, here }: Place): Promise<void> {
  const data = { ...setup, resources: ["ACCOUNTS"], environmentId: here.id, changedAt: new Date() }
  await db.connectingSetup.create({ data })
}

async function connecting({ db, here, members }: Place): Promise<string> {
  const openedAt = new Date("2026-03-01T11:59:00Z")
  const times = { openedAt, expiresAt: new Date("2026-03-01T12:09:00Z") }
  const more = {
    state: "open",
    mode: "create",
    externalId,
    openedBy: members.support.id,
    tokenHash: new Uint8Array(32),
  }
  const { id } = await db.repairSession.create({ data: { environmentId: here.id, ...times, ...more } })
  return id
}

const notThere = { elsewhere: { error: { code: "NOT_FOUND" } } }

export const connectingRows: readonly Row[] = [
  needs("links:read", listRecoveries, ({ ids }) => [recoveryListParams.parse({ q: ids.broken })], {
    elsewhere: { value: { rows: [], total: { count: 0 } } },
  }),
  needs("links:read", listMakers, () => []),
  needs("links:read", judgeExternalId, () => [{ externalId: "12345678901" }]),
  needs("links:read", listConnectable, () => []),
  needs("links:read", countOfUser, () => [{ externalId: "usr_000001" }], { elsewhere: { value: 0 } }),
  needs("links:read", findConnectingSetup, () => []),
  needs("links:read", getConnectPage, () => [{ externalId, sessionId: null }]),
  needs(
    "links:read",
    findOpenConnecting,
    async (place) => {
      await connecting(place)
      return [{ externalId }]
    },
    { elsewhere: { value: null } },
  ),
  needs("links:read", getConnecting, async (place) => [{ id: await connecting(place) }], notThere),
  needs("environments:manage", saveConnectingSetup, () => [{ ...setup, resources: ["ACCOUNTS"] }]),
  needs(["sessions:open", "links:live"], openConnecting, async (place) => {
    await setUp(place)
    return [{ externalId, institution: null, accessMode: "single", known: 0, sure: false }]
  }),
  needs(
    ["sessions:settle", "links:read", "keys:open"],
    settleConnecting,
    async (place) => [{ sessionId: await connecting(place) }],
    notThere,
  ),
  needs("repair:visit", reportReturn, async (place) => [
    { sessionId: await connecting(place), kind: "exit", code: null, linkId: null, institution: null },
  ]),
  needs("repair:visit", enterByReturn, ({ here }) => [{ slug: here.slug }]),
  needs("housekeeping", forgetConnecting, () => []),
]
