"use server"

import { action } from "@/lib/action"
import { saveLook } from "@/lib/recovery/look/commands"
import { saveLookInput } from "@/lib/recovery/look/schema"

export const saveLookAction = action(saveLookInput, saveLook)
