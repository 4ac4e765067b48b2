"use server"

import { installationAction } from "@/lib/action"
import { addEnvironmentInput } from "@/lib/environments/schema"
import { addEnvironment } from "@/lib/environments/settings/commands"

export const addEnvironmentAction = installationAction(addEnvironmentInput, addEnvironment, {
  refresh: ["/settings/environments"],
})
