import { useTranslations } from "next-intl"
import { Banner } from "@/components/ui/banner"
import { Id } from "@/components/ui/id"
import type { Failure } from "./use-call"

/** What went wrong, with ids to quote; trouble with fields stands at the fields. */
export function FailureBanner({ failure }: { failure: Failure | null }) {
  const t = useTranslations("ui.error")
  if (!failure || failure.fields) return null
  const id = failure.belvoRequestId ?? failure.requestId
  return (
    <Banner grade="danger" title={failure.message}>
      {id !== undefined && (
        <span className="flex items-center gap-1.5 text-sm">
          {t("request")} <Id value={id} whole />
        </span>
      )}
    </Banner>
  )
}
