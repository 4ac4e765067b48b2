"use server"

import { action } from "@/lib/action"
import { cancelBatch, confirmBatch, createBatch, pauseBatch, resumeBatch, retryBatch } from "@/lib/batches/commands"
import { batchInput, confirmBatchInput, createBatchInput } from "@/lib/batches/schema"

export const createBatchAction = action(createBatchInput, createBatch)
export const confirmBatchAction = action(confirmBatchInput, confirmBatch)
export const pauseBatchAction = action(batchInput, pauseBatch)
export const resumeBatchAction = action(batchInput, resumeBatch)
export const cancelBatchAction = action(batchInput, cancelBatch)
export const retryBatchAction = action(batchInput, retryBatch)
