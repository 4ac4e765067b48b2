"use server"

import { action } from "@/lib/action"
import { exportAdoptions } from "@/lib/orphans/adoptions/commands"
import { adoptNamed, adoptOrphan, ignoreOrphans, markAsked, undoDecisions } from "@/lib/orphans/deciding/commands"
import { adoptOneInput, ignoreInput, namedInput, noInput } from "@/lib/orphans/schema"

const refresh = ["/orphans"]

export const adoptOrphanAction = action(adoptOneInput, adoptOrphan, { refresh })
export const adoptNamedAction = action(namedInput, adoptNamed, { refresh })
export const markAskedAction = action(namedInput, markAsked, { refresh })
export const ignoreOrphansAction = action(ignoreInput, ignoreOrphans, { refresh })
export const undoDecisionsAction = action(namedInput, undoDecisions, { refresh })
export const exportAdoptionsAction = action(noInput, exportAdoptions, { refresh: ["/orphans/adoptions"] })
