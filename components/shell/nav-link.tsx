"use client"

import {
  ArrowDownToLine,
  ChartNoAxesCombined,
  CopyCheck,
  Hash,
  HeartPulse,
  Layers,
  LayoutDashboard,
  Link2,
  ListChecks,
  type LucideIcon,
  RefreshCw,
  ScrollText,
  Settings,
  Trash2,
  Unlink,
  Users,
  Webhook,
} from "lucide-react"
import Link from "next/link"
import { usePathname } from "next/navigation"
import { useTranslations } from "next-intl"
import { cn } from "@/components/ui/cn"
import { Num } from "@/components/ui/num"
import type { NavIcon, NavItem } from "./nav"

const icons: Record<NavIcon, LucideIcon> = {
  overview: LayoutDashboard,
  links: Link2,
  duplicates: CopyCheck,
  orphans: Unlink,
  "external-ids": Hash,
  recovery: HeartPulse,
  batches: Layers,
  deletions: Trash2,
  sync: RefreshCw,
  webhooks: Webhook,
  jobs: ListChecks,
  trends: ChartNoAxesCombined,
  exports: ArrowDownToLine,
  audit: ScrollText,
  directory: Users,
  settings: Settings,
}

export function NavLink({ item, onNavigate }: { item: NavItem; onNavigate?: () => void }) {
  const t = useTranslations("shell.nav")
  const path = usePathname()
  const current = path === item.href || (item.exact !== true && path.startsWith(`${item.href}/`))
  const Icon = icons[item.icon]
  const label = t(item.icon)
  return (
    <Link
      href={item.href}
      onClick={() => onNavigate?.()}
      aria-current={current ? "page" : undefined}
      data-tip={label}
      data-tip-when="folded"
      className={cn(
        "group/nav flex h-8 items-center gap-2.5 rounded px-2.5 font-medium",
        current ? "bg-accent-tint text-accent-text" : "text-muted hover:bg-hover hover:text-ink",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className="rail-label min-w-0 grow truncate">{label}</span>
      {item.count !== undefined && item.count > 0 && (
        <span className="rail-label text-sm">
          <Num value={item.count} />
        </span>
      )}
    </Link>
  )
}
