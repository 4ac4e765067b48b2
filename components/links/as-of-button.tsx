"use client"

import { CalendarClock } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { useClock } from "@/components/ui/clock"
import { Field } from "@/components/ui/field"
import { Input } from "@/components/ui/input"
import { Popover } from "@/components/ui/popover"
import { type LinkListParams, linkListParams } from "@/lib/links/schema"
import { addDays, type Day, isDay, toDay } from "@/lib/time"

type AsOfButtonProps = { path: string; params: LinkListParams }

/** Leads to the same list as it was at the end of a past day. */
export function AsOfButton({ path, params }: AsOfButtonProps) {
  const t = useTranslations("links.asOf")
  const router = useRouter()
  return (
    <Popover
      label={t("title")}
      trigger={(props) => (
        <Button variant="ghost" icon={<CalendarClock />} {...props}>
          {t("button")}
        </Button>
      )}
    >
      {(close) => (
        <DayForm
          initial={params.asOf}
          onShow={(asOf) => {
            close()
            router.push(`${path}${linkListParams.query(params, { asOf, live: false })}`, { scroll: false })
          }}
        />
      )}
    </Popover>
  )
}

function DayForm({ initial, onShow }: { initial: Day | null; onShow: (day: Day) => void }) {
  const t = useTranslations("links.asOf")
  const yesterday = addDays(toDay(useClock()), -1)
  const [day, setDay] = useState<string>(initial ?? yesterday)
  return (
    <form
      className="flex w-64 max-w-full flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (isDay(day)) onShow(day)
      }}
    >
      <Field label={t("day")} hint={t("hint")}>
        {(control) => (
          <Input
            {...control}
            type="date"
            required
            value={day}
            max={yesterday}
            onChange={(event) => setDay(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" className="self-end">
        {t("show")}
      </Button>
    </form>
  )
}
