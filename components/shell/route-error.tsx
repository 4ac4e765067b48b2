"use client"

import { useTranslations } from "next-intl"
import { ErrorState } from "@/components/ui/error-state"
import { toDigest } from "./digest"

type RouteErrorProps = { error: unknown; retry: () => void }

/** A page that failed. Nothing of the error is shown but the id under which it is logged. */
export function RouteError({ error, retry }: RouteErrorProps) {
  const t = useTranslations("shell.frame")
  return <ErrorState heading title={t("pageFailed")} requestId={toDigest(error)} onRetry={retry} />
}
