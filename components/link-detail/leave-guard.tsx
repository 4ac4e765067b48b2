"use client"

import { useTranslations } from "next-intl"
import { useEffect, useRef, useState } from "react"
import { Button } from "@/components/ui/button"
import { Dialog } from "@/components/ui/dialog"
import { useRunShortcut, useShortcut } from "@/components/ui/shortcuts"
import { hold } from "./leaving"

type LeaveGuardProps = { active: boolean /** What would be lost is given up. */; release: () => void }

/** While something would be lost for good, leaving asks first: by key, by link, by closing the panel or the window. */
export function LeaveGuard({ active, release }: LeaveGuardProps) {
  const t = useTranslations("link")
  const [leaving, setLeaving] = useState<(() => void) | null>(null)
  const stay = useRef<HTMLButtonElement>(null)
  const runShortcut = useRunShortcut()
  useShortcut(active ? "j" : null, t("panel.next"), () => setLeaving(() => () => runShortcut("j")))
  useShortcut(active ? "k" : null, t("panel.previous"), () => setLeaving(() => () => runShortcut("k")))
  useEffect(() => (active ? hold((go) => setLeaving(() => go)) : undefined), [active])
  const close = () => setLeaving(null)
  const go = () => {
    close()
    release()
    // Only once the guard has let go: what is run is what it stood in front of.
    if (leaving !== null) setTimeout(leaving)
  }
  const footer = (
    <>
      <Button ref={stay} onClick={close}>
        {t("leave.stay")}
      </Button>
      <Button variant="danger" onClick={go}>
        {t("leave.go")}
      </Button>
    </>
  )
  return (
    <Dialog open={leaving !== null} onClose={close} title={t("leave.title")} footer={footer} focus={stay} size="sm">
      <p>{t("leave.text")}</p>
    </Dialog>
  )
}
