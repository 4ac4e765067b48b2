import { useTranslations } from "next-intl"
import { Num } from "@/components/ui/num"
import { Stat } from "@/components/ui/stat"
import { type ExternalIdKind, offenderListParams } from "@/lib/external-ids/schema"

type OffenderKindsProps = {
  environment: string
  kinds: readonly { kind: ExternalIdKind; links: number }[]
  current: ExternalIdKind | ""
}

/** Each kind that occurs with the number of its links; opens their list, or all of it again. */
export function OffenderKinds({ environment, kinds, current }: OffenderKindsProps) {
  const t = useTranslations("externalIds")
  const none = offenderListParams.parse({})
  const shown = kinds.filter(({ kind, links }) => links > 0 || kind === current)
  if (shown.length === 0) return null
  return (
    <section aria-label={t("counts")} className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-5">
      {current !== "" && (
        <Stat
          label={t("all")}
          value={<Num value={kinds.reduce((sum, { links }) => sum + links, 0)} />}
          href={`/${environment}/external-ids`}
        />
      )}
      {shown.map(({ kind, links }) => (
        <Stat
          key={kind}
          label={t(`kinds.${kind}`)}
          value={<Num value={links} />}
          note={t(`why.${kind}`)}
          href={`/${environment}/external-ids${offenderListParams.query(none, { kind })}`}
        />
      ))}
    </section>
  )
}
