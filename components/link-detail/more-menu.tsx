"use client"

import { Ellipsis, Link2, Plus, Repeat, Trash2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Menu, type MenuItem } from "@/components/ui/menu"
import { toast } from "@/components/ui/toast-store"
import { AccessModeDialog } from "./access-mode-dialog"
import { DeleteDialog } from "./delete-dialog"
import { leave } from "./leaving"
import { useLink } from "./link-context"

/** What is done seldom, or cannot be undone. */
export function MoreMenu({ canAct }: { canAct: boolean }) {
  const t = useTranslations("link")
  const tDeletions = useTranslations("deletions")
  const tConnect = useTranslations("connect")
  const router = useRouter()
  const { page, environment, link } = useLink()
  const [shown, setShown] = useState<"accessMode" | "delete" | null>(null)
  const close = () => setShown(null)
  const copyAddress = async () => {
    await navigator.clipboard.writeText(`${location.origin}/${environment}/links/${link.id}`)
    toast({ title: t("copied") })
  }
  const items: MenuItem[] = [{ id: "copy", label: t("copyAddress"), icon: <Link2 />, onSelect: copyAddress }]
  if (page.may.session && link.externalId !== null) {
    const query = new URLSearchParams({ externalId: link.externalId })
    const go = () => leave(() => router.push(`/${environment}/recovery/new?${query}`))
    items.push({ id: "another", label: tConnect("anotherLink"), icon: <Plus />, onSelect: go })
  }
  if (canAct && page.may.accessMode) {
    items.push({ id: "access", label: t("accessMode.menu"), icon: <Repeat />, onSelect: () => setShown("accessMode") })
  }
  if (canAct && page.may.remove) {
    const label = tDeletions("menu")
    items.push({
      id: "delete",
      label,
      icon: <Trash2 />,
      danger: true,
      divided: true,
      onSelect: () => setShown("delete"),
    })
  }
  return (
    <>
      <Menu
        label={t("more")}
        items={items}
        trigger={(props) => <Button {...props} icon={<Ellipsis />} aria-label={t("more")} data-tip={t("more")} />}
      />
      <AccessModeDialog open={shown === "accessMode"} onClose={close} />
      <DeleteDialog open={shown === "delete"} onClose={close} />
    </>
  )
}
