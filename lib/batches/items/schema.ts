import { type ItemState, itemStates } from "@/lib/batches/schema"
import { choiceParam, listParams, textParam } from "@/lib/list-params"
import { type CursorValue, cursorParam } from "@/lib/page"

export type ItemListParams = {
  state: ItemState | ""
  after: readonly CursorValue[] | null
  before: readonly CursorValue[] | null
}

/** The address of a batch's page. */
export const itemListParams = listParams<ItemListParams>({
  state: choiceParam(["", ...itemStates], ""),
  after: cursorParam(),
  before: cursorParam(),
})

/** Of its file: the whole batch, or what stands in one state. */
export type BatchFileParams = { batch: string | null; state: ItemState | "" }
export const batchFileParams = listParams<BatchFileParams>({
  batch: textParam((text) => /^[0-9a-f-]{36}$/i.test(text)),
  state: choiceParam(["", ...itemStates], ""),
})
