"use server"

import { action, installationAction } from "@/lib/action"
import { addEnvironmentInput, environmentChanges } from "@/lib/environments/schema"
import { addEnvironment, updateEnvironment } from "@/lib/environments/settings/commands"

export const addEnvironmentAction = installationAction(addEnvironmentInput, addEnvironment, {
  refresh: ["/settings/environments"],
})

export const updateEnvironmentAction = action(environmentChanges, updateEnvironment)
