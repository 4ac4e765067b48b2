import Link from "next/link"
import { useTranslations } from "next-intl"
import { Num } from "@/components/ui/num"
import type { InstitutionCount } from "@/lib/history/trends/queries"

type InstitutionBarsProps = { environment: string; institutions: readonly InstitutionCount[] }

/** How many links with which bank, and what part of them does not work. */
export function InstitutionBars({ environment, institutions }: InstitutionBarsProps) {
  const t = useTranslations("overview.institutions")
  if (institutions.length === 0) return <p className="text-muted">{t("none")}</p>
  const most = Math.max(1, ...institutions.map(({ links }) => links))
  return (
    <ul className="flex flex-col gap-1">
      {institutions.map(({ institution, displayName, links, broken }) => (
        <li key={institution}>
          <Link
            href={`/${environment}/links?institution=${institution}`}
            className="-mx-2 grid grid-cols-[minmax(0,1fr)_auto_auto] items-baseline gap-x-4 rounded px-2 py-1 hover:bg-hover"
          >
            <span className="truncate">{displayName ?? institution}</span>
            <span className="text-right text-muted text-sm">{t("broken", { share: broken / links })}</span>
            <span className="min-w-14 text-right font-medium">
              <Num value={links} />
            </span>
            <span aria-hidden className="col-span-3 mt-0.5 flex h-1.5 overflow-hidden rounded-full bg-sunken">
              <span className="bg-valid-solid" style={{ width: `${((links - broken) / most) * 100}%` }} />
              <span className="bg-invalid-solid" style={{ width: `${(broken / most) * 100}%` }} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
