"use client"

import { Undo2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { undoBulkAction } from "@/lib/orphans/bulk/actions"

type UndoBulkProps = { environment: string; bulkId: string; decided: number; running: boolean }

/** Takes back all of it that still stands; leads to how far that is. */
export function UndoBulk({ environment, bulkId, decided, running }: UndoBulkProps) {
  const t = useTranslations("orphans.bulk.takeBack")
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const undo = useSubmit(
    () => undoBulkAction(environment, { bulkId }),
    (begun) => router.push(`/${environment}/orphans/decisions/${begun.bulkId}`),
  )
  const close = () => {
    setOpen(false)
    undo.forget()
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
        confirm={t("confirm")}
        onConfirm={() => undo.submit(undefined)}
        pending={undo.pending}
        error={undo.failure?.message}
      >
        <p>{t(running ? "stops" : "what", { count: decided })}</p>
        <p className="text-muted">{t("others")}</p>
      </DangerDialog>
    </>
  )
}
