"use client"

import { Undo2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { AskingButton } from "@/components/shell/asking-button"
import { undoBulkAction } from "@/lib/orphans/bulk/actions"

type UndoBulkProps = { environment: string; bulkId: string; decided: number; running: boolean }

/** Takes back all of it that still stands; leads to how far that is. */
export function UndoBulk({ environment, bulkId, decided, running }: UndoBulkProps) {
  const t = useTranslations("orphans.bulk.takeBack")
  const router = useRouter()
  return (
    <AskingButton
      icon={<Undo2 />}
      label={t("button")}
      title={t("title")}
      confirm={t("confirm")}
      run={() => undoBulkAction(environment, { bulkId })}
      onDone={(begun) => router.push(`/${environment}/orphans/decisions/${begun.bulkId}`)}
    >
      <p>{t(running ? "stops" : "what", { count: decided })}</p>
      <p className="text-muted">{t("others")}</p>
    </AskingButton>
  )
}
