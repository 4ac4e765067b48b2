"use client"

import { PanelLeftClose, PanelLeftOpen } from "lucide-react"
import { useTranslations } from "next-intl"
import { railCookie, remember } from "@/components/ui/remember"
import type { NavItem } from "./nav"
import { NavLink } from "./nav-link"

/** The left rail. Folded or not is an attribute of <html> that the server already sends, so nothing jumps. */
export function Rail({ items }: { items: readonly NavItem[] }) {
  const t = useTranslations("shell")
  return (
    <nav
      aria-label={t("navigation")}
      className="rail no-print hidden w-[var(--rail)] shrink-0 flex-col border-line border-r bg-surface p-2 md:flex"
    >
      <div className="flex min-h-0 grow flex-col gap-0.5 overflow-y-auto">
        {items.map((item) => (
          <NavLink key={item.href} item={item} />
        ))}
      </div>
      <button
        type="button"
        onClick={toggle}
        className="flex h-8 items-center gap-2.5 rounded px-2.5 text-faint hover:bg-hover hover:text-ink"
      >
        <PanelLeftClose aria-hidden className="when-unfolded size-4 shrink-0" />
        <PanelLeftOpen aria-hidden className="when-folded size-4 shrink-0" />
        <span className="when-unfolded truncate">{t("fold")}</span>
        <span className="when-folded sr-only">{t("unfold")}</span>
      </button>
    </nav>
  )
}

function toggle() {
  const { dataset } = document.documentElement
  const folded = dataset.rail === "folded"
  if (folded) delete dataset.rail
  else dataset.rail = "folded"
  remember(railCookie, folded ? "" : "folded")
}
