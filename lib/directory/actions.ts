"use server"

import { action } from "@/lib/action"
import { discardFile, startImport } from "@/lib/directory/files/commands"
import { importInput, startImportInput } from "@/lib/directory/schema"
import { undoImport } from "@/lib/directory/undoing/commands"

export const startImportAction = action(startImportInput, startImport, { refresh: ["/directory"] })
export const discardFileAction = action(importInput, discardFile, { refresh: ["/directory"] })
export const undoImportAction = action(importInput, undoImport, { refresh: ["/directory"] })
