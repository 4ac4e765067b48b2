import { useTranslations } from "next-intl"
import type { BulkView } from "@/lib/orphans/bulk/queries"

/** How it stands, or, where somebody takes it back, what has come of that. */
export function BulkState({ bulk }: { bulk: BulkView }) {
  const t = useTranslations("orphans.bulk.state")
  const { state, decided, undoState, undoDecided } = bulk
  if (undoState === null || decided === 0) return t(state)
  if (undoState === "running") return t("undoing")
  return t("undone", { count: undoDecided ?? 0, total: decided })
}
