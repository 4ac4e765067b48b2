"use server"

import { action } from "@/lib/action"
import { openSession } from "@/lib/recovery/commands"
import { openSessionInput } from "@/lib/recovery/schema"

export const openSessionAction = action(openSessionInput, openSession)
