import { useTranslations } from "next-intl"
import { nameOf } from "@/lib/webhooks/rules"

type WebhookNameProps = { type: string | null; code: string | null }

/** What a webhook says in plain words, with Belvo's own below; what nobody knows stands as it came. */
export function WebhookName({ type, code }: WebhookNameProps) {
  const words = useWebhookName()({ type, code })
  const own = <span className="break-all font-mono text-sm">{[type ?? "—", code].filter(Boolean).join(" ")}</span>
  if (words === null) return own
  return (
    <span className="flex min-w-0 flex-col">
      <span className="max-md:whitespace-normal">{words}</span>
      <span className="text-faint">{own}</span>
    </span>
  )
}

/** Null where there are no words for it. */
export function useWebhookName(): (webhook: WebhookNameProps) => string | null {
  const t = useTranslations("webhooks")
  return (webhook) => {
    const name = nameOf(webhook)
    return name && t(`names.${name.key}`, { resource: name.resource ? t(`resources.${name.resource}`) : "" })
  }
}
