"use client"

import { LoaderCircle, SearchX } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { useEffect, useState } from "react"
import { type Call, useCall } from "@/components/shell/use-call"
import { Button } from "@/components/ui/button"
import { EmptyState } from "@/components/ui/empty-state"
import { ErrorState } from "@/components/ui/error-state"
import { ticketAnswer } from "@/components/ui/ticket"
import { searchLiveAction } from "@/lib/mirror/search/actions"
import { type LiveSearch as Answer, liveSearch } from "@/lib/mirror/search/schema"
import { searchPath } from "./search-path"

type State = { phase: "asking" } | { phase: "nothing"; asked: boolean } | { phase: "failed"; message: string }

/** The mirror does not have it: Belvo is asked, and only then it is said that there is none. */
export function LiveSearch({ environment, q }: { environment: string; q: string }) {
  const t = useTranslations("search")
  const router = useRouter()
  const call = useCall()
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState<State>({ phase: "asking" })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks anew
  useEffect(() => {
    const asking = new AbortController()
    void ask({ call, environment, q }, asking.signal).then((answer) => {
      if (asking.signal.aborted) return
      if (typeof answer === "string") setState({ phase: "failed", message: answer })
      else if (answer.target) router.replace(searchPath(environment, answer.target))
      else setState({ phase: "nothing", asked: answer.asked })
    })
    return () => asking.abort()
  }, [call, environment, q, router, attempt])

  const again = () => {
    setState({ phase: "asking" })
    setAttempt(attempt + 1)
  }
  if (state.phase === "asking") {
    return (
      <EmptyState
        icon={<LoaderCircle className="animate-spin" />}
        title={<span role="status">{t("asking", { q })}</span>}
      />
    )
  }
  if (state.phase === "failed") {
    return (
      <ErrorState title={t("failed")} onRetry={again}>
        {state.message}
      </ErrorState>
    )
  }
  return (
    <EmptyState
      icon={<SearchX />}
      title={<span role="status">{t(state.asked ? "none" : "unaskable", { q })}</span>}
      actions={state.asked && <Button onClick={again}>{t("again")}</Button>}
    >
      {t(state.asked ? "noneWhy" : "unaskableWhy")}
    </EmptyState>
  )
}

type Asked = { call: Call; environment: string; q: string }

/** The answer, or in a sentence why there is none. */
async function ask({ call, environment, q }: Asked, signal: AbortSignal): Promise<Answer | string> {
  const result = await call(() => searchLiveAction(environment, { q }))
  if (!result.ok) return result.message
  if (result.data.kind === "fresh") return result.data.value
  const late = await ticketAnswer(`/api/${environment}/tickets/${result.data.ticketId}`, signal)
  if (!late.ok) return late.message
  const parsed = liveSearch.safeParse(late.value)
  return parsed.success ? parsed.data : ""
}
