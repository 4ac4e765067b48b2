import { Clock, KeyRound, type LucideIcon, UserRoundX } from "lucide-react"
import Link from "next/link"
import { useTranslations } from "next-intl"
import { Num } from "@/components/ui/num"
import type { Total } from "@/lib/page"

type WaitingListProps = { environment: string; overdue: Total; tokens: Total; unfinished: Total }

/** The questions that agents are asked, each with the links behind it and who must act. */
export function WaitingList({ environment, overdue, tokens, unfinished }: WaitingListProps) {
  const t = useTranslations("overview.waiting")
  const list = `/${environment}/links`
  return (
    <ul className="divide-y divide-line">
      <Row icon={Clock} href={`${list}?overdue=1`} total={overdue} title={t("overdue")} note={t("overdueNote")} />
      <Row
        icon={KeyRound}
        href={`${list}?status=token_required`}
        total={tokens}
        title={t("tokens")}
        note={t("tokensNote")}
      />
      <Row
        icon={UserRoundX}
        href={`${list}?status=unconfirmed`}
        total={unfinished}
        title={t("unfinished")}
        note={t("unfinishedNote")}
      />
    </ul>
  )
}

type RowProps = { icon: LucideIcon; href: string; total: Total; title: string; note: string }

function Row({ icon: Icon, href, total, title, note }: RowProps) {
  return (
    <li>
      <Link href={href} className="flex items-center gap-3 px-4 py-2.5 hover:bg-hover">
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 grow">
          <span className="font-medium">{title}</span>
          <span className="block text-muted text-sm">{note}</span>
        </span>
        <span className="font-semibold text-lg">
          <Num value={total.count} atLeast={!total.exact} />
        </span>
      </Link>
    </li>
  )
}
