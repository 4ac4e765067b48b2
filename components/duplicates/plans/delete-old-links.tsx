"use client"

import { Trash2 } from "lucide-react"
import { useRouter } from "next/navigation"
import { useTranslations } from "next-intl"
import { tellFailure } from "@/components/shell/tell-failure"
import { useSubmit } from "@/components/shell/use-submit"
import { Button } from "@/components/ui/button"
import { createDraftAction } from "@/lib/deletions/requests/actions"

/** Opens the way of all deletions, with the plan's old links chosen; nothing is deleted yet. */
export function DeleteOldLinks({ environment, planId }: { environment: string; planId: string }) {
  const t = useTranslations("plans.acts")
  const router = useRouter()
  const { submit, pending } = useSubmit(
    async () => {
      const answer = await createDraftAction(environment, { selection: { kind: "plan", planId } })
      if (!answer.ok) tellFailure(answer)
      return answer
    },
    ({ id }) => router.push(`/${environment}/deletions/${id}`),
  )
  return (
    <Button icon={<Trash2 />} variant="danger" pending={pending} onClick={() => submit(undefined)}>
      {t("delete")}
    </Button>
  )
}
