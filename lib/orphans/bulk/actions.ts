"use server"

import { action } from "@/lib/action"
import { countBulk, startBulk, undoBulk } from "@/lib/orphans/bulk/commands"
import { bulkInput, countBulkInput, startBulkInput } from "@/lib/orphans/bulk/schema"

const refresh = ["/orphans"]

export const countBulkAction = action(countBulkInput, countBulk)
export const startBulkAction = action(startBulkInput, startBulk, { refresh })
export const undoBulkAction = action(bulkInput, undoBulk, { refresh })
