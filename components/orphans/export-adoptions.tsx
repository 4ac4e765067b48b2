"use client"

import { FileDown } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { AskingButton } from "@/components/shell/asking-button"
import { exportAdoptionsAction } from "@/lib/orphans/actions"
import type { Total } from "@/lib/page"

/** Makes the next file, after which these adoptions can't be undone any more, and hands it out. */
export function ExportAdoptions({ environment, waiting }: { environment: string; waiting: Total }) {
  const t = useTranslations("orphans.adoptions")
  const router = useRouter()
  return (
    <AskingButton
      {...{ variant: "primary", icon: <FileDown />, disabled: waiting.count === 0 }}
      label={t("export")}
      title={t("confirmTitle")}
      run={() => exportAdoptionsAction(environment, undefined)}
      onDone={({ id }) => {
        router.refresh()
        location.assign(`/api/${environment}/adoptions.csv?batch=${id}`)
      }}
    >
      <p>{t("confirmWhat", { count: waiting.count })}</p>
      <p className="text-muted">{t("confirmWhy")}</p>
    </AskingButton>
  )
}
