import { useTranslations } from "next-intl"
import { Num } from "@/components/ui/num"
import { Stat } from "@/components/ui/stat"
import type { Standing } from "@/lib/recovery/campaigns/measuring/queries"

/** How those who were asked stand: each of them counts once, besides sent and opened. `moving`: it is still counted. */
export function Standings({ asked, moving }: { asked: Standing; moving: boolean }) {
  const t = useTranslations("campaigns.standing")
  const { states, sent, opened } = asked
  const ended = states.expired + states.revoked + states.removed
  const share = (value: number, of: number) => (of === 0 ? null : <Num share value={value / of} />)
  const stats = [
    { name: "sent", value: sent, note: t("of", { count: asked.members }) },
    { name: "opened", value: opened, note: share(opened, sent) },
    { name: "repaired", value: states.repaired, note: share(states.repaired, sent) },
    { name: "healed", value: states.healed, note: share(states.healed, asked.members) },
    { name: "gaveUp", value: states.gave_up, note: share(states.gave_up, opened) },
    { name: "failed", value: states.failed, note: share(states.failed, opened) },
    { name: "untouched", value: states.untouched, note: share(states.untouched, sent) },
    { name: "ended", value: ended, note: t("endedNote") },
  ] as const
  return (
    <section aria-label={t("title")} className="flex flex-col gap-2">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4 xl:grid-cols-8">
        {stats.map(({ name, value, note }) => (
          <Stat key={name} label={t(name)} value={<Num value={value} />} note={note} />
        ))}
      </div>
      {moving && <p className="text-muted text-sm">{t("pace")}</p>}
    </section>
  )
}
