"use client"

import { OctagonAlert } from "lucide-react"
import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Button } from "./button"
import { Id } from "./id"

type ErrorStateProps = {
  /** What was tried. */
  title: ReactNode
  /** What happened and what to do. */
  children?: ReactNode
  requestId?: string | undefined
  onRetry?: (() => void) | undefined
  actions?: ReactNode
  /** There is nothing else on the page: the title is its heading. */
  heading?: boolean
}

export function ErrorState({ title, children, requestId, onRetry, actions, heading = false }: ErrorStateProps) {
  const t = useTranslations("ui.error")
  const Title = heading ? "h1" : "p"
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-6 py-14 text-center">
      <OctagonAlert aria-hidden className="mb-2 size-6 text-invalid-solid" />
      <Title className="font-medium text-md">{title}</Title>
      <div className="max-w-md text-muted">{children ?? t("unexpected")}</div>
      {requestId !== undefined && (
        <p className="flex items-center gap-1.5 text-faint text-sm">
          {t("request")} <Id value={requestId} whole />
        </p>
      )}
      <div className="mt-3 flex flex-wrap justify-center gap-2">
        {onRetry !== undefined && <Button onClick={onRetry}>{t("retry")}</Button>}
        {actions}
      </div>
    </div>
  )
}
