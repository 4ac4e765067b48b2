"use server"

import { action } from "@/lib/action"
import { listLinkIds } from "@/lib/links/list/queries"
import { linkIdsInput } from "@/lib/links/list/schema"

export const listLinkIdsAction = action(linkIdsInput, listLinkIds)
