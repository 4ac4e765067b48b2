"use client"

import { ListChecks } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { tellFailure } from "@/components/shell/tell-failure"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { createPlanAction } from "@/lib/duplicates/plans/actions"
import type { CreatePlanForm } from "@/lib/duplicates/plans/schema"

type MakePlanProps = { environment: string; selection: CreatePlanForm["selection"] }

/** Works out what becomes of the groups selected; opens the plan, where nothing has happened yet. */
export function MakePlan({ environment, selection }: MakePlanProps) {
  const t = useTranslations("plans")
  const router = useRouter()
  const { submit, pending } = useSubmit(
    async () => {
      const answer = await createPlanAction(environment, { selection })
      if (!answer.ok) tellFailure(answer)
      return answer
    },
    ({ planId }) => router.push(`/${environment}/duplicates/plans/${planId}`),
  )
  return (
    <Button icon={<ListChecks />} variant="primary" pending={pending} onClick={() => submit(undefined)}>
      {t("make")}
    </Button>
  )
}
