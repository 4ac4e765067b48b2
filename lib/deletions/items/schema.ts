import { type DeletionState, deletionStates } from "@/lib/deletions/schema"
import { choiceParam, listParams } from "@/lib/list-params"
import { type CursorValue, cursorParam } from "@/lib/page"

export type ItemListParams = {
  state: DeletionState | ""
  after: readonly CursorValue[] | null
  before: readonly CursorValue[] | null
}

/** The address of a request's page. */
export const itemListParams = listParams<ItemListParams>({
  state: choiceParam(["", ...deletionStates], ""),
  after: cursorParam(),
  before: cursorParam(),
})
