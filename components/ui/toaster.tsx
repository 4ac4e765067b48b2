"use client"

import { CircleCheck, OctagonAlert, X } from "lucide-react"
import Link from "next/link"
import { useTranslations } from "next-intl"
import { useEffect, useRef, useSyncExternalStore } from "react"
import { Button } from "./button"
import { currentToasts, dismissToast, type ShownToast, serverToasts, subscribeToasts } from "./toast-store"

/** Where toasts appear; once, in the root layout. A popover, so that an open dialog does not cover it. */
export function Toaster() {
  const t = useTranslations("ui.toast")
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts, serverToasts)
  const ref = useRef<HTMLElement>(null)
  useEffect(() => {
    const layer = ref.current
    if (layer?.matches(":popover-open")) layer.hidePopover()
    if (toasts.length > 0) layer?.showPopover()
  }, [toasts])
  return (
    <section
      ref={ref}
      popover="manual"
      aria-label={t("region")}
      aria-live="polite"
      className="no-print fixed inset-auto right-4 bottom-4 m-0 w-[min(360px,calc(100vw-32px))] flex-col gap-2 overflow-visible border-0 bg-transparent p-0 [&:popover-open]:flex"
    >
      {toasts.map((one) => (
        <ToastCard key={one.id} toast={one} dismissLabel={t("dismiss")} />
      ))}
    </section>
  )
}

function ToastCard({ toast, dismissLabel }: { toast: ShownToast; dismissLabel: string }) {
  const dismiss = () => dismissToast(toast.id)
  const { action } = toast
  return (
    <div className="flex items-start gap-2.5 rounded border border-strong bg-raised py-2.5 pr-2 pl-3 shadow-float">
      {toast.tone === "bad" ? (
        <OctagonAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-invalid-solid" />
      ) : (
        <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-valid-solid" />
      )}
      <div className="min-w-0 grow">
        <p className="font-medium">{toast.title}</p>
        {toast.detail !== undefined && <p className="break-words text-muted">{toast.detail}</p>}
        {action !== undefined && "href" in action && (
          <Link href={action.href} onClick={dismiss} className="font-medium text-accent-text hover:underline">
            {action.label}
          </Link>
        )}
        {action !== undefined && "onSelect" in action && (
          <button
            type="button"
            className="font-medium text-accent-text hover:underline"
            onClick={() => {
              dismiss()
              action.onSelect()
            }}
          >
            {action.label}
          </button>
        )}
      </div>
      <Button variant="ghost" size="sm" aria-label={dismissLabel} icon={<X />} onClick={dismiss} />
    </div>
  )
}
