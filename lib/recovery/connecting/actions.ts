"use server"

import { action } from "@/lib/action"
import { openConnecting } from "@/lib/recovery/connecting/commands"
import { openConnectingInput } from "@/lib/recovery/connecting/schema"

export const openConnectingAction = action(openConnectingInput, openConnecting)
