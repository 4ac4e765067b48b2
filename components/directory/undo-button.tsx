"use client"

import { Undo2 } from "lucide-react"
import { useTranslations } from "next-intl"
import { AskingButton } from "@/components/shell/asking-button"
import { undoImportAction } from "@/lib/directory/actions"
import type { ImportView } from "@/lib/directory/schema"

/** Takes an import back, after saying what that changes. */
export function UndoButton({ environment, one }: { environment: string; one: ImportView }) {
  const t = useTranslations("directory.undo")
  return (
    <AskingButton
      icon={<Undo2 />}
      label={t("button")}
      title={t("title")}
      run={() => undoImportAction(environment, { importId: one.id })}
      done={({ removed, restored }) => t("done", { removed, restored })}
    >
      <p>{t("out", { count: one.imported })}</p>
      {one.removed > 0 && <p>{t("back", { count: one.removed })}</p>}
      <p className="text-muted">{t("stays")}</p>
    </AskingButton>
  )
}
