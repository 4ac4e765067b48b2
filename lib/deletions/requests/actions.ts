"use server"

import { action } from "@/lib/action"
import { cancelRequest } from "@/lib/deletions/requests/cancelling/commands"
import { confirmRequest, createDraft, retryRequest } from "@/lib/deletions/requests/commands"
import { approveRequest, refuseRequest } from "@/lib/deletions/requests/deciding/commands"
import {
  cancelRequestInput,
  confirmRequestInput,
  createDraftInput,
  refuseRequestInput,
  requestInput,
} from "@/lib/deletions/requests/schema"

export const createDraftAction = action(createDraftInput, createDraft)
export const confirmRequestAction = action(confirmRequestInput, confirmRequest)
export const approveRequestAction = action(requestInput, approveRequest)
export const refuseRequestAction = action(refuseRequestInput, refuseRequest)
export const cancelRequestAction = action(cancelRequestInput, cancelRequest)
export const retryRequestAction = action(requestInput, retryRequest)
