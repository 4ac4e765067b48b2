"use client"

import { Check, Copy } from "lucide-react"
import { useTranslations } from "next-intl"
import { type ReactNode, useEffect, useState } from "react"
import { Button } from "./button"

const feedbackMs = 1_500

type CopyButtonProps = {
  text: string
  label?: string
  children?: ReactNode
  variant?: "ghost" | "secondary" | "primary"
}

/** Copies, and says so for a moment in its own place. */
export function CopyButton({ text, label, children, variant = "ghost" }: CopyButtonProps) {
  const t = useTranslations("ui.copy")
  const { copied, copy } = useCopy(text)
  const name = copied ? t("done") : (label ?? t("copy"))
  return (
    <Button
      variant={variant}
      size={children === undefined ? "sm" : "md"}
      icon={copied ? <Check className="text-valid-solid" /> : <Copy />}
      onClick={(event) => {
        event.stopPropagation()
        void copy()
      }}
      {...(children === undefined ? { "aria-label": name, "data-tip": name } : {})}
    >
      {children === undefined ? undefined : copied ? t("done") : children}
    </Button>
  )
}

/** `copied` holds for a moment after it worked. */
export function useCopy(text: string) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), feedbackMs)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return { copied, copy }
}
