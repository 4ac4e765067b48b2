"use server"

import { action } from "@/lib/action"
import { requestComparison } from "@/lib/duplicates/comparing/commands"
import { requestComparisonInput } from "@/lib/duplicates/comparing/schema"

export const requestComparisonAction = action(requestComparisonInput, requestComparison, {
  refresh: ["/duplicates/older"],
})
