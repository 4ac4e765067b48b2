"use server"

import { action } from "@/lib/action"
import { searchLive } from "@/lib/mirror/search/commands"
import { searchLiveInput } from "@/lib/mirror/search/schema"

export const searchLiveAction = action(searchLiveInput, searchLive)
