import { useTranslations } from "next-intl"
import { Facts } from "@/components/ui/facts"
import { Num } from "@/components/ui/num"
import { costOf, type Load, mostShare, type Schedule } from "@/lib/environments/schedule/rules"

/** `schedule`: null while what is typed is none. */
export function ScheduleCost({ schedule, load }: { schedule: Schedule | null; load: Load }) {
  const t = useTranslations("environments.cost")
  return (
    <section aria-label={t("title")} className="flex flex-col gap-2 rounded border border-line bg-sunken px-3 py-2">
      <h3 className="font-medium">{t("title")}</h3>
      <div role="status">{schedule ? <Costs schedule={schedule} load={load} /> : <p>{t("unknown")}</p>}</div>
      <p className="text-muted text-sm">
        {t("basis", { links: load.links, broken: load.broken, usable: load.usablePer30s })}
      </p>
    </section>
  )
}

function Costs({ schedule, load }: { schedule: Schedule; load: Load }) {
  const t = useTranslations("environments.cost")
  const { requestsPerHour, share, worstAgeMinutes, worstAgeOfBrokenMinutes } = costOf(schedule, load)
  return (
    <>
      <Facts
        facts={[
          { label: t("requests"), value: <Num value={requestsPerHour} /> },
          { label: t("share"), value: <Num value={share} share /> },
          { label: t("worstAge"), value: <Within minutes={worstAgeMinutes} /> },
          { label: t("worstAgeOfBroken"), value: <Within minutes={worstAgeOfBrokenMinutes} /> },
        ]}
      />
      {share > mostShare && <p className="mt-2 text-invalid-text">{t("tooDense", { most: mostShare })}</p>}
    </>
  )
}

function Within({ minutes }: { minutes: number | null }) {
  const t = useTranslations("environments.cost")
  if (minutes === null) return t("never")
  const whole = Math.ceil(minutes)
  return t("minutes", { hours: Math.floor(whole / 60), minutes: whole % 60 })
}
