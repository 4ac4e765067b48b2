"use server"

import { action } from "@/lib/action"
import { endPreviousSecret, removeEndpoint, rotateSecret, saveEndpoint } from "@/lib/outgoing/commands"
import { resendDelivery, resendFailed, sendTest } from "@/lib/outgoing/deliveries/commands"
import { deliveryInput, nothing, saveEndpointInput } from "@/lib/outgoing/schema"

const refresh = { refresh: ["/recovery/outgoing"] }

export const saveEndpointAction = action(saveEndpointInput, saveEndpoint, refresh)
export const rotateSecretAction = action(nothing, rotateSecret, refresh)
export const endPreviousSecretAction = action(nothing, endPreviousSecret, refresh)
export const removeEndpointAction = action(nothing, removeEndpoint, refresh)
export const sendTestAction = action(nothing, sendTest, refresh)
export const resendDeliveryAction = action(deliveryInput, resendDelivery, refresh)
export const resendFailedAction = action(nothing, resendFailed, refresh)
