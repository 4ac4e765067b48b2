"use client"

import { useTranslations } from "next-intl"
import { useState, useTransition } from "react"
import { type Answer, useCall } from "@/components/shell/use-call"
import { Banner } from "@/components/ui/banner"
import { Button } from "@/components/ui/button"
import { verifyAuditAction } from "@/lib/audit/actions"
import type { Verified } from "@/lib/audit/queries"
import type { AuditChain } from "@/lib/audit/schema"

/** Recomputes the chain and says so, or names the first entry that does not fit. */
export function VerifyButton({ environment, chain }: { environment: string; chain: AuditChain }) {
  const t = useTranslations("audit.verify")
  const [pending, start] = useTransition()
  const call = useCall()
  const [answer, setAnswer] = useState<Answer<Verified> | null>(null)
  const verify = () => start(async () => setAnswer(await call(() => verifyAuditAction(environment, { chain }))))
  return (
    <div className="flex flex-wrap items-center gap-3">
      {answer && <Verdict answer={answer} />}
      <Button onClick={verify} pending={pending}>
        {t("button")}
      </Button>
    </div>
  )
}

function Verdict({ answer }: { answer: Answer<Verified> }) {
  const t = useTranslations("audit.verify")
  if (!answer.ok) return <Banner grade="danger" title={answer.message} />
  const { entries, hash, firstBroken } = answer.data
  if (firstBroken) {
    return (
      <Banner grade="danger" title={t("broken", { seq: firstBroken.seq })}>
        {t(`reasons.${firstBroken.reason}`)}
      </Banner>
    )
  }
  return (
    <Banner title={t("whole", { count: Number(entries) })}>
      <span className="break-all font-mono text-sm">{hash}</span>
    </Banner>
  )
}
