"use client"

import { useTranslations } from "next-intl"
import { type ComponentProps, useState } from "react"
import { cn } from "./cn"

type FileInputProps = Omit<ComponentProps<"input">, "type" | "onChange" | "className"> & {
  id: string
  onChoose: (file: File | undefined) => void
}

/** The browser's own speaks the browser's language, and not the console's. */
export function FileInput({ onChoose, id, ...rest }: FileInputProps) {
  const t = useTranslations("ui.file")
  const [name, setName] = useState<string | null>(null)
  return (
    <span className="flex min-w-0 flex-1 items-center gap-2">
      <input
        {...rest}
        id={id}
        type="file"
        className="peer sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0]
          setName(file?.name ?? null)
          onChoose(file)
        }}
      />
      <label
        htmlFor={id}
        className={cn(
          "inline-flex h-8 shrink-0 cursor-pointer items-center rounded border border-strong bg-surface px-3 font-medium hover:bg-hover",
          "peer-focus-visible:outline-2 peer-focus-visible:outline-accent peer-focus-visible:outline-offset-2",
        )}
      >
        {t("choose")}
      </label>
      <span className="min-w-0 truncate text-muted">{name ?? t("none")}</span>
    </span>
  )
}
