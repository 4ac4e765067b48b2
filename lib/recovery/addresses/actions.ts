"use server"

import { action } from "@/lib/action"
import { makeAddress, revokeAddress, showAddress } from "@/lib/recovery/addresses/commands"
import { addressInput, makeAddressInput } from "@/lib/recovery/addresses/schema"

export const makeAddressAction = action(makeAddressInput, makeAddress)
export const showAddressAction = action(addressInput, showAddress)
export const revokeAddressAction = action(addressInput, revokeAddress)
