"use client"

import { useTranslations } from "next-intl"
import { Dialog } from "./dialog"
import { Kbd } from "./kbd"

type KeysDialogProps = { open: boolean; onClose: () => void; shortcuts: readonly { key: string; label: string }[] }

export function KeysDialog({ open, onClose, shortcuts }: KeysDialogProps) {
  const t = useTranslations("shell.keys")
  return (
    <Dialog open={open} onClose={onClose} title={t("title")} size="sm">
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {shortcuts.map(({ key, label }) => (
          <div key={`${key} ${label}`} className="contents">
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-faint text-sm">{t("then")}</p>
    </Dialog>
  )
}
