"use server"

import { action } from "@/lib/action"
import { saveConnectingSetup } from "@/lib/recovery/connecting/setup/commands"
import { connectingSetupInput } from "@/lib/recovery/connecting/setup/schema"

export const saveConnectingSetupAction = action(connectingSetupInput, saveConnectingSetup, { refresh: ["/recovery"] })
