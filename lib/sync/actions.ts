"use server"

import { action } from "@/lib/action"
import { cancelSweep, confirmRemovals, declineRemovals, requestSweep } from "@/lib/sync/commands"
import { requestSweepInput, sweepRunInput } from "@/lib/sync/schema"

export const requestSweepAction = action(requestSweepInput, requestSweep, { refresh: ["/sync"] })
export const cancelSweepAction = action(sweepRunInput, cancelSweep, { refresh: ["/sync"] })
export const confirmRemovalsAction = action(sweepRunInput, confirmRemovals, { refresh: ["/sync"] })
export const declineRemovalsAction = action(sweepRunInput, declineRemovals, { refresh: ["/sync"] })
