import { CircleCheck } from "lucide-react"
import Link from "next/link"
import { useTranslations } from "next-intl"
import { EmptyState } from "@/components/ui/empty-state"
import { Num } from "@/components/ui/num"
import { Time } from "@/components/ui/time"
import type { OpenIncident } from "@/lib/history/incidents/queries"
import { toDay } from "@/lib/time"

type IncidentListProps = { environment: string; incidents: readonly OpenIncident[]; mayAsk: boolean }

/** What broke where in the last 24 hours, worst first; what is too small to prove anything stands below it, muted. */
export function IncidentList({ environment, incidents, mayAsk }: IncidentListProps) {
  const t = useTranslations("overview.incidents")
  if (incidents.length === 0) {
    return <EmptyState icon={<CircleCheck aria-hidden className="text-valid-solid" />} title={t("none")} />
  }
  return (
    <ul className="divide-y divide-line">
      {incidents.map((incident) => (
        <li key={incident.institution}>
          <Row environment={environment} incident={incident} />
          {mayAsk && incident.verdict === "incident" && incident.stillBroken > 0 && (
            <Link
              href={`/${environment}/recovery/campaigns/new?institution=${incident.institution}&status=invalid,token_required,unconfirmed&statusFrom=${toDay(incident.since)}`}
              className="inline-block px-4 pb-2.5 text-accent-text text-sm underline"
            >
              {t("ask")}
            </Link>
          )}
        </li>
      ))}
    </ul>
  )
}

function Row({ environment, incident }: { environment: string; incident: OpenIncident }) {
  const t = useTranslations("overview.incidents")
  const proven = incident.verdict === "incident"
  return (
    <Link
      href={`/${environment}/links?institution=${incident.institution}&statusFrom=${toDay(incident.since)}&sort=-statusSince`}
      className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-hover"
    >
      <span className={proven ? "font-semibold text-lg text-invalid-text" : "text-muted"}>
        <Num value={incident.links} />
      </span>
      <span className="min-w-0 grow basis-60">
        <span className={proven ? "font-semibold" : "text-muted"}>{incident.displayName ?? incident.institution}</span>{" "}
        <span className="font-mono text-faint text-sm">{incident.institution}</span>
        <span className="block text-muted text-sm">
          {t("since")} <Time at={incident.since} show="moment" /> ·{" "}
          {t("usual", { norm: incident.norm < 10 ? incident.norm : Math.round(incident.norm) })}
          {!proven && ` · ${t("unproven")}`}
        </span>
      </span>
      <span className="whitespace-nowrap text-sm">{t("stillBroken", { count: incident.stillBroken })}</span>
    </Link>
  )
}
