"use server"

import { action } from "@/lib/action"
import { changeEnvironment } from "@/lib/sync/schedule/commands"
import { environmentInput } from "@/lib/sync/schedule/schema"

export const updateEnvironmentAction = action(environmentInput, changeEnvironment)
