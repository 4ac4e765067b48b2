"use client"

import { useTranslations } from "next-intl"
import type { ComponentProps } from "react"
import { cn } from "./cn"

type FileInputProps = Omit<ComponentProps<"input">, "type" | "value" | "onChange" | "className" | "name"> & {
  id: string
  /** What the file is called that was taken; null where none was. */
  name: string | null
  onChoose: (file: File) => void
}

/** The browser's own speaks the browser's language, and not the console's. A file can be dropped here, too, and the same one chosen again. */
export function FileInput({ onChoose, id, name, ...rest }: FileInputProps) {
  const t = useTranslations("ui.file")
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a drop is a second way to what the input offers to everybody.
    <span
      className="flex min-w-0 flex-1 items-center gap-2"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        const [file] = event.dataTransfer.files
        if (file) onChoose(file)
      }}
    >
      <input
        {...rest}
        id={id}
        type="file"
        className="peer sr-only"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          currentTarget.value = ""
          if (file) onChoose(file)
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
