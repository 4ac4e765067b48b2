"use client"

import { RotateCw } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { FailureBanner } from "@/components/shell/failure-banner"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { toast } from "@/components/ui/toast-store"
import { retryJobsAction } from "@/lib/jobs/actions"
import type { RetrySelection } from "@/lib/jobs/schema"

type RetryButtonProps = { environment: string; selection: RetrySelection; label: string; bare?: boolean }

/** Has failed jobs run once more. `bare`: only the icon, in a row. */
export function RetryButton({ environment, selection, label, bare = false }: RetryButtonProps) {
  const t = useTranslations("jobs")
  const router = useRouter()
  const retry = useSubmit(
    () => retryJobsAction(environment, selection),
    ({ retried, folded }) => {
      toast({
        title: t("retried", { count: retried }),
        ...(folded > 0 ? { detail: t("folded", { count: folded }) } : {}),
      })
      router.refresh()
    },
  )
  const look = bare
    ? { variant: "ghost" as const, size: "sm" as const, "aria-label": label, "data-tip": label }
    : { children: label }
  return (
    <>
      <FailureBanner failure={retry.failure} />
      <Button icon={<RotateCw />} pending={retry.pending} onClick={() => retry.submit(undefined)} {...look} />
    </>
  )
}
