import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { Facts } from "@/components/ui/facts"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import type { EndpointView } from "@/lib/outgoing/schema"

type EndpointPanelProps = {
  environment: string
  endpoint: EndpointView | null
  /** In place of the usual one, where several stand on a page. */
  title?: string
  /** What can be done about it from here. */
  children: ReactNode
}

/** Where events go and what signs them; no secret is ever part of it. */
export function EndpointPanel({ environment, endpoint, title, children }: EndpointPanelProps) {
  const t = useTranslations("outgoing.endpoint")
  return (
    <Panel id={`environment-${environment}`} title={title ?? t("title")}>
      <div className="flex flex-col gap-3">
        {endpoint === null ? (
          <div>
            <p className="font-medium">{t("none")}</p>
            <p className="max-w-3xl text-muted">{t("noneWhy")}</p>
          </div>
        ) : (
          <Facts
            facts={[
              { label: t("url"), value: <span className="break-all font-mono text-sm">{endpoint.url}</span> },
              {
                label: t("saved"),
                value: (
                  <>
                    <Time at={endpoint.savedAt} show="instant" /> {endpoint.savedBy}
                  </>
                ),
              },
              {
                label: t("signs"),
                value:
                  endpoint.rotatedAt === null
                    ? t("oneSecret")
                    : t.rich("twoSecrets", { at: () => <Time at={endpoint.rotatedAt} show="moment" /> }),
              },
            ]}
          />
        )}
        {children}
      </div>
    </Panel>
  )
}
