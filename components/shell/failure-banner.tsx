import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { Id } from "@/components/ui/id"
import type { ActionFailure } from "@/lib/action"

/** What went wrong, with ids to quote; trouble with fields stands at the fields. */
export function FailureBanner({ failure }: { failure: ActionFailure | null }) {
  const t = useTranslations("ui.error")
  if (!failure || failure.fields) return null
  return (
    <Banner grade="danger" title={failure.message}>
      <span className="flex items-center gap-1.5 text-sm">
        {t("request")} <Id value={failure.belvoRequestId ?? failure.requestId} whole />
      </span>
    </Banner>
  )
}
