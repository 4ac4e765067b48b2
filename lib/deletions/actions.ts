"use server"

import { action } from "@/lib/action"
import { cancelDeletion, requestDeletion, retryDeletion } from "@/lib/deletions/commands"
import { deletionInput, requestDeletionInput } from "@/lib/deletions/schema"

export const requestDeletionAction = action(requestDeletionInput, requestDeletion)
export const cancelDeletionAction = action(deletionInput, cancelDeletion)
export const retryDeletionAction = action(deletionInput, retryDeletion)
