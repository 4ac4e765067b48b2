"use client"

import { useTranslations } from "next-intl"
import { useState } from "react"
import { useCall } from "@/components/shell/use-call"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { requestComparisonAction } from "@/lib/duplicates/comparing/actions"
import type { ComparisonCost } from "@/lib/duplicates/comparing/queries"
import { comparedAtOnce, type RequestComparison } from "@/lib/duplicates/comparing/schema"

type ComparisonStartProps = { environment: string; input: RequestComparison; cost: ComparisonCost; underWay: boolean }

/** What it would cost, and the button that spends it. */
export function ComparisonStart({ environment, input, cost, underWay }: ComparisonStartProps) {
  const t = useTranslations("duplicates.older")
  const call = useCall()
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const start = async () => {
    setPending(true)
    const result = await call(() => requestComparisonAction(environment, input))
    setPending(false)
    setFailure(result.ok ? null : result.message)
  }
  if (cost.links < 2) return <p className="text-muted">{t("nothing")}</p>
  return (
    <div className="flex flex-col items-start gap-2">
      <p>
        {t("cost", { links: cost.links, requests: cost.requests })} {cost.more && t("more", { most: comparedAtOnce })}
      </p>
      <Button variant="primary" pending={pending} disabled={underWay} onClick={start}>
        {t("start", { links: cost.links })}
      </Button>
      {failure !== null && <Banner grade="danger" title={failure} />}
    </div>
  )
}
