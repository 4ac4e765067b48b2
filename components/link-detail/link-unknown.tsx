"use client"

import { SearchX } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { useCall } from "@/components/shell/use-call"
import { Button } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { readLiveLink } from "./use-live-reading"

type LinkUnknownProps = { environment: string; id: string; mayAsk: boolean; heading: boolean }

/** The mirror does not have it; Belvo may, since a moment ago. */
export function LinkUnknown({ environment, id, mayAsk, heading }: LinkUnknownProps) {
  const t = useTranslations("link.unknown")
  const router = useRouter()
  const call = useCall()
  const [pending, setPending] = useState(false)
  const [answer, setAnswer] = useState<string | null>(null)
  const ask = async () => {
    setPending(true)
    const reading = await readLiveLink({ call, environment, linkId: id })
    setPending(false)
    if (typeof reading === "string") return setAnswer(reading)
    if (reading.kind === "gone") return setAnswer(t("missing"))
    router.refresh()
  }
  return (
    <EmptyState
      heading={heading}
      icon={<SearchX />}
      title={t("title")}
      actions={
        mayAsk && (
          <Button variant="primary" pending={pending} onClick={ask}>
            {t("ask")}
          </Button>
        )
      }
    >
      <p>{t("text")}</p>
      {!mayAsk && <p>{t("noLive")}</p>}
      {answer !== null && (
        <p role="alert" className="mt-2 text-ink">
          {answer}
        </p>
      )}
    </EmptyState>
  )
}
