import Link from "next/link"
import { useTranslations } from "next-intl"
import { Facts } from "@/components/ui/facts"
import { Panel } from "@/components/ui/panel"
import { Time } from "@/components/ui/time"
import type { EndpointView } from "@/lib/outgoing/schema"
import { EndpointActs } from "./endpoint-acts"

type EndpointPanelProps = {
  environment: string
  endpoint: EndpointView | null
  maySet: boolean
  /** In place of the usual one, where several stand on a page. */
  title?: string
  /** Where what was sent is shown, unless it is below. */
  log?: string
}

/** Where events go and what signs them; no secret is ever part of it. */
export function EndpointPanel({ environment, endpoint, maySet, title, log }: EndpointPanelProps) {
  const t = useTranslations("outgoing.endpoint")
  return (
    <Panel title={title ?? t("title")}>
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
        {maySet && <EndpointActs environment={environment} endpoint={endpoint} />}
        {log !== undefined && (
          <Link href={log} className="self-start text-accent-text hover:underline">
            {t("log")}
          </Link>
        )}
      </div>
    </Panel>
  )
}
