"use client"

import { Undo2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { toast } from "@/components/ui/toast-store"
import { undoImportAction } from "@/lib/directory/actions"
import type { ImportView } from "@/lib/directory/schema"

/** Takes an import back, after saying what that changes. */
export function UndoButton({ environment, one }: { environment: string; one: ImportView }) {
  const t = useTranslations("directory.undo")
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const { submit, pending, failure, forget } = useSubmit(
    (importId: string) => undoImportAction(environment, { importId }),
    ({ removed, restored }) => {
      setOpen(false)
      toast({ title: t("done", { removed, restored }) })
      router.refresh()
    },
  )
  const close = () => {
    forget()
    setOpen(false)
  }
  return (
    <>
      <Button icon={<Undo2 />} onClick={() => setOpen(true)}>
        {t("button")}
      </Button>
      <DangerDialog
        open={open}
        onClose={close}
        title={t("title")}
        confirm={t("button")}
        onConfirm={() => submit(one.id)}
        pending={pending}
        error={failure?.message}
      >
        <p>{t("out", { count: one.imported })}</p>
        {one.removed > 0 && <p>{t("back", { count: one.removed })}</p>}
        <p className="text-muted">{t("stays")}</p>
      </DangerDialog>
    </>
  )
}
