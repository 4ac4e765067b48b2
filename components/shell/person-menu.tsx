"use client"

import { LogOut, UserRound } from "lucide-react"
import { useTranslations } from "next-intl"
import { Menu } from "@/components/ui/menu"
import type { ActionResult } from "@/lib/action"
import { useKeep } from "./use-keep"

type PersonMenuProps = {
  member: { name: string; email: string; role: string }
  signOut: () => Promise<ActionResult<unknown>>
}

export function PersonMenu({ member, signOut }: PersonMenuProps) {
  const t = useTranslations("shell.person")
  const { keep } = useKeep()
  return (
    <Menu
      label={t("label")}
      align="end"
      header={
        <div className="border-line border-b px-2 pt-1 pb-2">
          <p className="font-medium">{member.name}</p>
          <p className="text-muted text-sm">{member.email}</p>
          <p className="text-faint text-sm">{member.role}</p>
        </div>
      }
      items={[
        { id: "account", label: t("account"), icon: <UserRound />, href: "/settings" },
        { id: "out", label: t("signOut"), icon: <LogOut />, onSelect: () => keep(() => signOut()) },
      ]}
      trigger={(props) => (
        <button
          {...props}
          type="button"
          className="flex size-7 items-center justify-center rounded-full bg-accent-tint font-semibold text-accent-text text-xs"
        >
          {initials(member.name)}
          <span className="sr-only">{`${t("label")}: ${member.name}`}</span>
        </button>
      )}
    />
  )
}

function initials(name: string): string {
  const words = name.split(/[\s@._-]+/).filter(Boolean)
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return picked.map((word) => word?.slice(0, 1).toUpperCase()).join("")
}
