import { makeAddress, revokeAddress, showAddress } from "@/lib/recovery/addresses/commands"
import { addressUrl, listAddresses } from "@/lib/recovery/addresses/queries"
import { freshBelvo, type Place } from "@/test/guards/place"
import { needs, open, type Row } from "@/test/guards/row"

const nowhere = { error: { code: "NOT_FOUND" } }

async function addressIn({ ctxOf, members, ids }: Place) {
  const { addressId } = await makeAddress(ctxOf(members.admin, freshBelvo()), { linkId: ids.broken })
  return { addressId }
}

export const recoveryRows: readonly Row[] = [
  needs(["sessions:open", "links:read"], makeAddress, ({ ids }) => [{ linkId: ids.broken }]),
  needs("sessions:open", showAddress, async (place) => [await addressIn(place)], { elsewhere: nowhere }),
  needs("sessions:open", revokeAddress, async (place) => [await addressIn(place)], { elsewhere: nowhere }),
  needs("links:read", listAddresses, ({ ids }) => [{ linkId: ids.broken }], { elsewhere: { value: [] } }),
  open("computed from what the caller already has, and asked of nothing", addressUrl, () => [
    { addressId: crypto.randomUUID(), generation: 0 },
  ]),
]
