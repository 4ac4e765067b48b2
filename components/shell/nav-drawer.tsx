"use client"

import { Menu as MenuIcon, X } from "lucide-react"
import { useTranslations } from "next-intl"
import { useRef } from "react"
import { Button } from "@/components/ui/button"
import type { NavItem } from "./nav"
import { NavLink } from "./nav-link"

/** The rail's place on a narrow screen. */
export function NavDrawer({ items }: { items: readonly NavItem[] }) {
  const t = useTranslations("shell")
  const tDialog = useTranslations("ui.dialog")
  const ref = useRef<HTMLDialogElement>(null)
  const close = () => ref.current?.close()
  return (
    <>
      <Button
        variant="ghost"
        className="md:hidden"
        aria-label={t("menu")}
        icon={<MenuIcon />}
        onClick={() => ref.current?.showModal()}
      />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard's way out is Esc, which the dialog brings itself */}
      <dialog
        ref={ref}
        aria-label={t("navigation")}
        onClick={(event) => event.target === event.currentTarget && close()}
        className="m-0 h-dvh max-h-dvh w-64 border-strong border-r bg-surface shadow-float backdrop:bg-shade"
      >
        <div className="flex h-full flex-col gap-0.5 overflow-y-auto p-2">
          <div className="flex items-center justify-between pb-1 pl-2.5">
            <span className="font-semibold text-md">{t("brand")}</span>
            <Button variant="ghost" aria-label={tDialog("close")} icon={<X />} onClick={close} />
          </div>
          {items.map((item) => (
            <NavLink key={item.href} item={item} onNavigate={close} />
          ))}
        </div>
      </dialog>
    </>
  )
}
