"use client"

import { ChevronDown, RefreshCw } from "lucide-react"
import { useTranslations } from "next-intl"
import { useState } from "react"
import { Button } from "@/components/ui/button"
import { CheckField } from "@/components/ui/checkbox"
import { Popover } from "@/components/ui/popover"
import { toast } from "@/components/ui/toast-store"
import { useTimeLeft } from "@/components/ui/use-time-left"
import { requestRefreshAction } from "@/lib/refreshes/actions"
import { toClock } from "@/lib/time"
import { useLink } from "./link-context"
import { useAct } from "./use-act"

/** Has Belvo read the bank anew; while the link cools down the button says how long still. */
export function RefreshButton() {
  const t = useTranslations("refreshes")
  const { page, link } = useLink()
  const { pending, request, coolsDownAt } = useRefresh()
  const leftMs = useTimeLeft(coolsDownAt)
  const isBroken = link.status !== "valid"
  const tip = isBroken ? t("needsRepair") : leftMs > 0 ? t("coolingTip") : undefined
  const resources =
    link.fetchResources.length > 0 ? link.fetchResources : page.refresh.resources.map((one) => one.resource)
  return (
    <span className="flex" data-tip={tip}>
      <Button
        icon={<RefreshCw />}
        pending={pending}
        disabled={isBroken || leftMs > 0}
        onClick={() => request()}
        className={resources.length > 1 ? "rounded-r-none" : ""}
      >
        {leftMs > 0 ? t("coolingDown", { left: toClock(leftMs) }) : t("button")}
      </Button>
      {resources.length > 1 && (
        <Popover
          label={t("choose")}
          trigger={(props) => (
            <Button
              {...props}
              icon={<ChevronDown />}
              aria-label={t("choose")}
              disabled={isBroken || leftMs > 0 || pending}
              className="-ml-px w-7 rounded-l-none"
            />
          )}
        >
          {(close) => (
            <ResourceChoice
              resources={resources}
              onChoose={(chosen) => {
                close()
                void request(chosen)
              }}
            />
          )}
        </Popover>
      )}
    </span>
  )
}

function useRefresh() {
  const t = useTranslations("refreshes")
  const { environment, link, page, refresh } = useLink()
  const { pending, act } = useAct()
  const [learnt, setLearnt] = useState<string | null>(null)
  const request = async (resources?: readonly string[]) => {
    const input = { linkId: link.id, ...(resources ? { resources: [...resources] } : {}) }
    const answer = await act(() => requestRefreshAction(environment, input))
    if (answer?.kind === "accepted") toast({ title: t("accepted"), detail: t("acceptedDetail") })
    if (answer?.kind === "cooling_down") {
      const left = toClock(Date.parse(answer.coolsDownAt) - Date.now())
      toast({ title: t("refusedCooling", { left }) })
    }
    if (answer?.kind === "gone") toast({ tone: "bad", title: t("gone") })
    if (answer !== undefined && "coolsDownAt" in answer) setLearnt(answer.coolsDownAt)
    refresh()
  }
  const known = page.refresh.coolsDownAt
  return { pending, request, coolsDownAt: learnt !== null && (known === null || learnt > known) ? learnt : known }
}

type ResourceChoiceProps = { resources: readonly string[]; onChoose: (chosen: readonly string[]) => void }

function ResourceChoice({ resources, onChoose }: ResourceChoiceProps) {
  const t = useTranslations("refreshes")
  const [chosen, setChosen] = useState<readonly string[]>([])
  const toggle = (resource: string) =>
    setChosen(chosen.includes(resource) ? chosen.filter((one) => one !== resource) : [...chosen, resource])
  return (
    <div className="flex flex-col gap-1.5">
      {resources.map((resource) => (
        <CheckField
          key={resource}
          label={resource}
          checked={chosen.includes(resource)}
          onChange={() => toggle(resource)}
        />
      ))}
      <Button className="mt-1" disabled={chosen.length === 0} onClick={() => onChoose(chosen)}>
        {t("chosen", { count: chosen.length })}
      </Button>
    </div>
  )
}
