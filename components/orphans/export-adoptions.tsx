"use client"

import { FileDown } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { DangerDialog } from "@/components/ui/danger-dialog"
import { exportAdoptionsAction } from "@/lib/orphans/actions"
import type { Total } from "@/lib/page"

/** Makes the next file, after which these adoptions can't be undone any more, and hands it out. */
export function ExportAdoptions({ environment, waiting }: { environment: string; waiting: Total }) {
  const t = useTranslations("orphans.adoptions")
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const { submit, pending, failure, forget } = useSubmit(
    () => exportAdoptionsAction(environment, undefined),
    ({ id }) => {
      setOpen(false)
      router.refresh()
      location.assign(`/api/${environment}/adoptions.csv?batch=${id}`)
    },
  )
  const close = () => {
    forget()
    setOpen(false)
  }
  return (
    <>
      <Button variant="primary" icon={<FileDown />} disabled={waiting.count === 0} onClick={() => setOpen(true)}>
        {t("export")}
      </Button>
      <DangerDialog
        open={open}
        onClose={close}
        title={t("confirmTitle")}
        confirm={t("export")}
        onConfirm={() => submit(undefined)}
        pending={pending}
        error={failure?.message}
      >
        <p>{t("confirmWhat", { count: waiting.count })}</p>
        <p className="text-muted">{t("confirmWhy")}</p>
      </DangerDialog>
    </>
  )
}
