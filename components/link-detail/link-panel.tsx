"use client"

import { ChevronDown, ChevronUp, Maximize2 } from "lucide-react"
import { usePathname, useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { type ReactNode, useCallback, useState } from "react"
import { Button } from "@/components/ui/button"
import { useRunShortcut } from "@/components/ui/shortcuts"
import { SidePanel } from "@/components/ui/side-panel"
import { leave } from "./leaving"

/** The frame beside a list. It stays while its content goes from row to row; Esc leads back to where one was. */
export function LinkPanel({ children }: { children: ReactNode }) {
  const t = useTranslations("link.panel")
  const router = useRouter()
  const path = usePathname()
  const [closed, setClosed] = useState<string | null>(null)
  const close = useCallback(() => {
    const typing = typingIn(document.activeElement)
    if (typing !== null) return typing.blur()
    leave(() => {
      setClosed(path)
      router.back()
    })
  }, [router, path])
  // After an act the way back asks the server; the panel does not wait for it.
  if (closed === path) return null
  return (
    <SidePanel label={t("label")} onClose={close} header={<PanelBar />}>
      {children}
    </SidePanel>
  )
}

/** The list's own keys, for the mouse; and the way to the whole page, which the address already is. */
function PanelBar() {
  const t = useTranslations("link.panel")
  const press = useRunShortcut()
  const path = usePathname()
  return (
    <div className="flex items-center gap-1">
      <Button
        variant="ghost"
        icon={<ChevronUp />}
        aria-label={t("previous")}
        data-tip={t("previous")}
        onClick={() => press("k")}
      />
      <Button
        variant="ghost"
        icon={<ChevronDown />}
        aria-label={t("next")}
        data-tip={t("next")}
        onClick={() => press("j")}
      />
      <a
        href={path}
        aria-label={t("page")}
        data-tip={t("page")}
        className="inline-flex size-8 items-center justify-center rounded text-muted hover:bg-hover hover:text-ink"
      >
        <Maximize2 aria-hidden className="size-3.5" />
      </a>
    </div>
  )
}

/** A first Esc leaves what is being written, only the next one the panel. */
function typingIn(element: Element | null): HTMLInputElement | HTMLTextAreaElement | null {
  const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
  return isField && element.value !== "" ? element : null
}
