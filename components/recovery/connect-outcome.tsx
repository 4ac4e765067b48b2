import { useTranslations } from "next-intl"
import type { ReactNode } from "react"
import { LinkStatusBadge } from "@/components/links/link-status-badge"
import { Banner } from "@/components/ui/banner"
import { Time } from "@/components/ui/time"
import type { ConnectingView } from "@/lib/recovery/connecting/schema"
import { ErrorText } from "./error-text"

type ConnectOutcomeProps = { environment: string; session: ConnectingView }

/** What has become of the session so far: what Belvo has, and what the widget has said. */
export function ConnectOutcome({ environment, session }: ConnectOutcomeProps) {
  const t = useTranslations("connect.outcome")
  const { state, report, link, existing, openedBy, expiresAt } = session
  const toLink = (chunks: ReactNode) => <LinkTo environment={environment} id={link?.id ?? ""} text={chunks} />
  const code = report?.code ?? null
  const left = report && report.kind !== "success"
  return (
    <Banner
      grade={state === "failed" || (state === "open" && code !== null) ? "warning" : "info"}
      title={t.rich(`title.${state}`, {
        name: openedBy.name,
        bank: link?.institutionName ?? "",
        until: () => <Time at={expiresAt} show="clock" />,
        link: toLink,
      })}
    >
      <div className="flex flex-col gap-1">
        {state === "open" && report?.kind === "success" && <p>{t("said")}</p>}
        {left && state !== "connected" && (
          <p>
            {t("left")} {code !== null && <ErrorText code={code} />} {state === "open" && t("stillGood")}
          </p>
        )}
        {session.dropped && <p>{t("dropped")}</p>}
        {link?.status === "unconfirmed" && state !== "connected" && <p>{t.rich("unfinished", { link: toLink })}</p>}
        {existing.length > 0 && (
          <>
            <p className="font-medium">{t("existing")}</p>
            <ul className="flex flex-col gap-1">
              {existing.map((one) => (
                <li key={one.id} className="flex flex-wrap items-center gap-2">
                  <LinkTo environment={environment} id={one.id} text={one.institutionName} />
                  <LinkStatusBadge status={one.status} />
                </li>
              ))}
            </ul>
          </>
        )}
        {code === "duplicated" && existing.length === 0 && state !== "connected" && <p>{t("elsewhere")}</p>}
      </div>
    </Banner>
  )
}

function LinkTo({ environment, id, text }: { environment: string; id: string; text: ReactNode }) {
  return (
    <a href={`/${environment}/links/${id}`} className="text-accent-text underline underline-offset-2">
      {text}
    </a>
  )
}
