"use client"

import { RefreshCw } from "lucide-react"
import { useTranslations } from "next-intl"
import { useSweepAct } from "@/components/sync/use-sweep-act"
import { Button } from "@/components/ui/button"
import { requestSweepAction } from "@/lib/sync/actions"

export function SyncButton({ environment }: { environment: string }) {
  const t = useTranslations("sync")
  const { pending, act } = useSweepAct(environment)
  return (
    <Button
      variant="primary"
      icon={<RefreshCw />}
      pending={pending}
      onClick={() => act(() => requestSweepAction(environment, {}))}
    >
      {t("now")}
    </Button>
  )
}
