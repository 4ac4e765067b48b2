"use server"

import { action } from "@/lib/action"
import { removeSource, saveSource, testSource } from "@/lib/directory/source/commands"
import { nothing, sourceInput } from "@/lib/directory/source/schema"
import { requestSourceRun } from "@/lib/directory/source/starting/commands"

export const saveSourceAction = action(sourceInput, saveSource, { refresh: ["/directory"] })

export const removeSourceAction = action(nothing, removeSource, { refresh: ["/directory"] })

export const testSourceAction = action(sourceInput, testSource)

export const requestSourceRunAction = action(nothing, requestSourceRun, { refresh: ["/directory"] })
