import { describe, expect, it } from "vitest"
import { canMove, isExported, isOver, moves, planMoves } from "@/lib/duplicates/plans/rules"
import { planStates } from "@/lib/duplicates/plans/schema"

describe("moves", () => {
  it("lead nowhere from a plan that is over, and to its end from every other", () => {
    const movesOf = (state: (typeof planStates)[number]) => planMoves.filter((move) => canMove(state, move))
    for (const state of planStates) {
      expect(movesOf(state).length === 0, state).toBe(isOver(state))
      expect(isOver(state) || movesOf(state).some((move) => isOver(moves[move].to)), state).toBe(true)
    }
  })

  it("give a file only to what has been reviewed", () => {
    expect(planStates.filter(isExported)).toEqual(["ready", "applied", "done"])
  })
})
