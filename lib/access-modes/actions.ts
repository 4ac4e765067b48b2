"use server"

import { changeAccessMode } from "@/lib/access-modes/commands"
import { changeAccessModeInput } from "@/lib/access-modes/schema"
import { action } from "@/lib/action"

export const changeAccessModeAction = action(changeAccessModeInput, changeAccessMode)
