import type { PlanState } from "@/lib/duplicates/plans/schema"

export const planMoves = ["ready", "reopen", "apply", "finish", "cancel"] as const
export type PlanMove = (typeof planMoves)[number]

type Move = { from: readonly PlanState[]; to: PlanState }

/** Of a plan that is done or cancelled nothing moves any more, and its groups are free for another. */
export const moves: Record<PlanMove, Move> = {
  ready: { from: ["draft"], to: "ready" },
  reopen: { from: ["ready"], to: "draft" },
  apply: { from: ["ready"], to: "applied" },
  finish: { from: ["applied"], to: "done" },
  cancel: { from: ["making", "draft", "ready", "applied"], to: "cancelled" },
}

export const canMove = (state: PlanState, move: PlanMove): boolean => moves[move].from.includes(state)

export const isOver = (state: PlanState): boolean => state === "done" || state === "cancelled"

/** The operator's database is told only of what has been reviewed. */
export const isExported = (state: PlanState): boolean => state === "ready" || state === "applied" || state === "done"

/** As many groups are worked out at once; a plan with no more is whole when it is made. */
export const groupsAtOnce = 1_000
