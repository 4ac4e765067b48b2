"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { Input, Textarea } from "@/components/ui/input"
import { toast } from "@/components/ui/toast-store"
import { addNoteAction } from "@/lib/notes/actions"
import { longestNote } from "@/lib/notes/schema"
import { useLink } from "./link-context"
import { useAct } from "./use-act"

/** One line until somebody writes in it. */
export function NoteForm() {
  const t = useTranslations("notes")
  const { environment, link, refresh } = useLink()
  const { pending, act } = useAct()
  const [text, setText] = useState("")
  const [ticket, setTicket] = useState("")
  const isBegun = text !== ""
  const add = async () => {
    if (text.trim() === "" || pending) return
    const added = await act(() => addNoteAction(environment, { linkId: link.id, text, ticket }))
    if (added === undefined) return
    setText("")
    setTicket("")
    toast({ title: t("added") })
    refresh()
  }
  return (
    <form
      className="mb-3 flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <Textarea
        aria-label={t("write")}
        placeholder={t("placeholder")}
        rows={isBegun ? 3 : 1}
        maxLength={longestNote}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void add()
        }}
      />
      {isBegun && (
        <div className="flex flex-wrap items-center gap-2">
          <Input
            className="max-w-36"
            aria-label={t("ticket")}
            placeholder={t("ticketPlaceholder")}
            maxLength={80}
            value={ticket}
            onChange={(event) => setTicket(event.target.value)}
          />
          <Button type="submit" variant="primary" pending={pending}>
            {t("add")}
          </Button>
          <span className="text-faint text-sm">{t("hint")}</span>
        </div>
      )}
    </form>
  )
}
