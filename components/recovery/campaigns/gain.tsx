import { useTranslations } from "next-intl"
import { Num } from "@/components/ui/num"
import { Panel } from "@/components/ui/panel"
import type { Standing } from "@/lib/recovery/campaigns/measuring/queries"
import { brought, type Group, leastHeldOut, toldOf, verdictOf } from "@/lib/recovery/campaigns/rules"

/** What the campaign itself brought: those asked against those held out. */
export function Gain({ asked, heldOut }: { asked: Standing; heldOut: Standing }) {
  const t = useTranslations("campaigns.gain")
  const [one, other] = [groupOf(asked), groupOf(heldOut)]
  const found = brought(one, other)
  return (
    <Panel title={t("title")}>
      <div className="flex max-w-3xl flex-col gap-3">
        <Share label={t("asked")} group={one} />
        <Share label={t("heldOut")} group={other} />
        <p>{found === null ? t("tooFew", { least: leastHeldOut }) : t(verdictOf(found), toldOf(found))}</p>
      </div>
    </Panel>
  )
}

const groupOf = ({ members, states }: Standing): Group => ({ members, working: states.repaired + states.healed })

function Share({ label, group: { members, working } }: { label: string; group: Group }) {
  const t = useTranslations("campaigns.gain")
  const share = members === 0 ? 0 : working / members
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1">
      <span>{label}</span>
      <span className="text-muted">
        {t("working", { working, members })}
        {members > 0 && (
          <span className="ml-2 font-semibold text-ink">
            <Num share value={share} />
          </span>
        )}
      </span>
      <div aria-hidden className="col-span-2 h-2 overflow-hidden rounded-full bg-line">
        <div className="h-full rounded-full bg-valid-solid" style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  )
}
