import { useTranslations } from "next-intl"
import { EnvironmentForm } from "@/components/environments/environment-form"
import { KeyActions } from "@/components/environments/key-actions"
import { KindBadge } from "@/components/environments/kind-badge"
import { WebhookActions } from "@/components/environments/webhook-actions"
import { CopyButton } from "@/components/ui/copy-button"
import { Facts } from "@/components/ui/facts"
import { Panel } from "@/components/ui/panel"
import type { Load } from "@/lib/environments/schedule/rules"
import type { EnvironmentSettings } from "@/lib/environments/settings/queries"

type EnvironmentPanelProps = { environment: EnvironmentSettings; load: Load }

/** One Belvo account: what never changes, what may, and its two secrets, which are only ever replaced. */
export function EnvironmentPanel({ environment, load }: EnvironmentPanelProps) {
  const t = useTranslations("environments")
  const { slug, name, kind, baseUrl, webhookAddress, hasWebhookAuthorization } = environment
  const address = (
    <span className="inline-flex items-center gap-1">
      <code className="break-all font-mono text-sm">{webhookAddress}</code>
      <CopyButton text={webhookAddress} />
    </span>
  )
  const title = (
    <span className="flex items-center gap-2">
      {name} <KindBadge kind={kind} />
    </span>
  )
  return (
    <Panel title={title}>
      <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
        <div className="flex flex-col gap-6">
          <section className="flex flex-col items-start gap-3">
            <Facts
              facts={[
                { label: t("slug"), value: <code className="font-mono text-sm">{slug}</code> },
                { label: t("baseUrl"), value: <code className="font-mono text-sm">{baseUrl}</code> },
              ]}
            />
            <KeyActions slug={slug} />
          </section>
          <section className="flex flex-col items-start gap-3">
            <Facts
              facts={[
                { label: t("webhookAddress"), value: address },
                { label: t("webhookAuthorization"), value: hasWebhookAuthorization ? t("set") : t("notSet") },
              ]}
            />
            <WebhookActions slug={slug} replaces={hasWebhookAuthorization} />
          </section>
        </div>
        <EnvironmentForm environment={environment} load={load} />
      </div>
    </Panel>
  )
}
