"use client"

import { catchError, type ErrorInfo } from "next/error"
import { useTranslations } from "next-intl"
import { ErrorState } from "@/components/ui/error-state"
import { toDigest } from "./digest"

/** Keeps a part's failure to that part. Of the error itself nothing is shown but the id under which it is logged. */
export const ListBoundary = catchError((_: object, info: ErrorInfo) => <Failed {...info} />)

function Failed({ error, retry }: ErrorInfo) {
  const t = useTranslations("shell.frame")
  return <ErrorState title={t("failed")} requestId={toDigest(error)} onRetry={() => retry()} />
}
