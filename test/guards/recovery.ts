import type { Ctx } from "@/lib/ctx"
import { makeAddress, revokeAddress, showAddress } from "@/lib/recovery/addresses/commands"
import { endAddresses } from "@/lib/recovery/addresses/ending/commands"
import { addressUrl, listAddresses } from "@/lib/recovery/addresses/queries"
import { rehashAddresses } from "@/lib/recovery/addresses/rekeying/commands"
import { saveLook } from "@/lib/recovery/look/commands"
import { findLogo, getLook, getLookSettings } from "@/lib/recovery/look/queries"
import { createUpdateToken } from "@/lib/recovery/opening/commands"
import { settleOverdue } from "@/lib/recovery/overdue/commands"
import { findVisit } from "@/lib/recovery/queries"
import { reportVisit, visitAddress } from "@/lib/recovery/visits/commands"
import { enterByToken, getVisitPage, getVisitState } from "@/lib/recovery/visits/queries"
import { freshBelvo, type Place } from "@/test/guards/place"
import { needs, open, type Row } from "@/test/guards/row"

const nowhere = { error: { code: "NOT_FOUND" } }
const { signal } = new AbortController()
const look = { operatorName: "", accent: "#123456", background: null, contact: "" }
const client = "203.0.113.7"

const makeIn = ({ ctxOf, members, ids }: Place) =>
  makeAddress(ctxOf(members.admin, freshBelvo()), { linkId: ids.broken })

async function addressIn(place: Place) {
  const { addressId } = await makeIn(place)
  return { addressId }
}

async function tokenIn(place: Place, _ctx: Ctx) {
  const { url } = await makeIn(place)
  return { token: url.split("/").at(-1) ?? "" }
}

export const recoveryRows: readonly Row[] = [
  needs(["sessions:open", "links:read"], makeAddress, ({ ids }) => [{ linkId: ids.broken }]),
  needs("sessions:open", showAddress, async (place) => [await addressIn(place)], { elsewhere: nowhere }),
  needs("sessions:open", revokeAddress, async (place) => [await addressIn(place)], { elsewhere: nowhere }),
  needs("links:read", listAddresses, ({ ids }) => [{ linkId: ids.broken }], { elsewhere: { value: [] } }),
  needs("links:read", findVisit, async (place) => [await addressIn(place)], { elsewhere: { value: null } }),
  open("computed from what the caller already has, and asked of nothing", addressUrl, () => [
    { addressId: crypto.randomUUID(), generation: 0 },
  ]),

  needs("repair:visit", enterByToken, async (place, ctx) => [await tokenIn(place, ctx)]),
  needs(["repair:visit", "links:read"], getVisitState, async (place) => [await addressIn(place)], {
    elsewhere: nowhere,
  }),
  needs(["repair:visit", "links:read"], getVisitPage, async (place) => [await addressIn(place)], {
    elsewhere: nowhere,
  }),
  needs(
    ["repair:visit", "links:read", "keys:open"],
    visitAddress,
    async (place) => [{ ...(await addressIn(place)), client }],
    { elsewhere: nowhere },
  ),
  needs("repair:visit", reportVisit, async (place) => [
    { ...(await addressIn(place)), sessionId: crypto.randomUUID(), event: "success" as const, code: null },
  ]),
  needs(
    ["keys:open", "repair:visit"],
    createUpdateToken,
    ({ ids }) => [{ linkId: ids.broken, priority: "visitor" as const }],
    { elsewhere: { error: { code: "BELVO" } } },
  ),
  needs("housekeeping", rehashAddresses, () => [Buffer.alloc(32, 9)]),
  needs("sessions:settle", endAddresses, () => [{ signal }]),
  needs("sessions:settle", settleOverdue, () => [{ signal }]),

  needs("links:read", getLook, () => []),
  needs("links:read", findLogo, () => []),
  needs(["environments:manage", "links:read"], getLookSettings, () => []),
  needs("environments:manage", saveLook, () => [look]),
]
