import { ConfirmForm } from "@/components/deletions/confirm-form"
import { DecisionForm } from "@/components/deletions/decision-form"
import type { RequestView } from "@/lib/deletions/requests/queries"

type RequestDecisionProps = {
  environment: string
  request: RequestView
  links: number
  /** What must be typed of one link. */
  name: string | null
  rules: { holdHours: number; threshold: number }
  mayConfirm: boolean
}

/** Whose turn it is: the author's to confirm, or a second member's to decide. */
export function RequestDecision({ environment, request, links, name, rules, mayConfirm }: RequestDecisionProps) {
  const of = { environment, requestId: request.id }
  if (request.state === "draft" && mayConfirm && links > 0) {
    return <ConfirmForm {...of} {...rules} links={links} name={name} />
  }
  if (!request.decidable) return null
  const by = request.requestedBy ?? request.createdBy
  return <DecisionForm {...of} links={links} holdHours={request.holdHours} by={by} />
}
