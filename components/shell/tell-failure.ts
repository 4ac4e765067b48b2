import { type Toast, toast } from "@/components/ui/toast-store"
import type { Failure } from "./use-call"

/** A toast with the failure's sentence and the id to quote, Belvo's own where there is one. */
export function tellFailure({ message, belvoRequestId, requestId }: Failure, more: Pick<Toast, "action"> = {}) {
  const id = belvoRequestId ?? requestId
  toast({ tone: "bad", title: message, ...(id === undefined ? {} : { detail: id }), ...more })
}
