"use server"

import { action } from "@/lib/action"
import { requestRefresh } from "@/lib/refreshes/commands"
import { requestRefreshInput } from "@/lib/refreshes/schema"

export const requestRefreshAction = action(requestRefreshInput, requestRefresh)
