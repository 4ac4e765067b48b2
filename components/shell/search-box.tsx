"use client"

import { Search } from "lucide-react"
import { useTranslations } from "next-intl"
import { useRef } from "react"
import { Input } from "@/components/ui/input"
import { Kbd } from "@/components/ui/kbd"
import { useShortcut } from "@/components/ui/shortcuts"

type SearchBoxProps = {
  /** Where Enter leads, as `?q=`. */
  action: string
  initial?: string
}

/** The one box for anything that a customer may quote. Works without scripts; `/` goes to it, Esc leaves it. */
export function SearchBox({ action, initial = "" }: SearchBoxProps) {
  const t = useTranslations("shell")
  const ref = useRef<HTMLInputElement>(null)
  useShortcut("/", t("keys.search"), () => ref.current?.select())
  return (
    <search>
      <form action={action} className="relative">
        <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-faint" />
        <Input
          ref={ref}
          name="q"
          type="search"
          defaultValue={initial}
          aria-label={t("search.label")}
          placeholder={t("search.placeholder")}
          autoComplete="off"
          spellCheck={false}
          className="peer pr-8 pl-8"
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        />
        <span aria-hidden className="absolute top-[7px] right-2 hidden peer-placeholder-shown:block peer-focus:hidden">
          <Kbd>/</Kbd>
        </span>
      </form>
    </search>
  )
}
