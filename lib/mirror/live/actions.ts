"use server"

import { action } from "@/lib/action"
import { listLive, readLive } from "@/lib/mirror/live/commands"
import { listLiveInput, readLinkInput } from "@/lib/mirror/live/schema"

export const readLiveAction = action(readLinkInput, readLive)
export const listLiveAction = action(listLiveInput, listLive)
