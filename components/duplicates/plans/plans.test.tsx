// @vitest-environment jsdom
import { screen } from "@testing-library/react"
import { describe, expect, it, vi } from "vitest"
import { PlanActs } from "@/components/duplicates/plans/plan-acts"
import { PlanFacts } from "@/components/duplicates/plans/plan-facts"
import { PlanTable } from "@/components/duplicates/plans/plan-table"
import { PlanWarnings } from "@/components/duplicates/plans/plan-warnings"
import { type PlanView, planStates } from "@/lib/duplicates/plans/schema"
import { locales } from "@/lib/format"
import { renderApp } from "@/test/render"

vi.mock("@/lib/duplicates/plans/actions", () => ({}))
vi.mock("@/lib/deletions/requests/actions", () => ({}))
vi.mock("next/navigation", () => ({ useRouter: () => ({}), unstable_rethrow: () => {} }))

const at = "2026-03-01T12:00:00.000Z"
const other = "30000000-0000-4000-8000-000000000009"
const plan: PlanView = {
  ...{
    id: "30000000-0000-4000-8000-000000000001",
    state: "draft",
    matched: 1_204,
    groups: 1_198,
    made: 1_198,
    items: 1_300,
  },
  leftOut: { sharedLogin: 2, elsewhere: [{ planId: other, groups: 3 }], dissolved: 1, takenOut: 0 },
  ...{ warnings: { notValid: 1, stillUsed: 2, joined: 0 }, checkedAt: at, createdBy: "Eva", createdAt: at },
  ...{ reviewedBy: "Ana", reviewedAt: at, appliedBy: "Ana", appliedAt: at, endedBy: null, endedAt: null },
}
const may = { resolve: true, export: true, remove: true }

describe("a plan", () => {
  it.each(locales)("has words for every state, step and warning in %s", async (locale) => {
    for (const state of planStates) {
      await renderApp(<PlanTable environment="sandbox" plans={[{ ...plan, state }]} />, { locale })
      await renderApp(<PlanFacts environment="sandbox" plan={{ ...plan, state }} gone={4} />, { locale })
      await renderApp(<PlanActs environment="sandbox" plan={{ ...plan, state }} may={may} />, { locale })
      await renderApp(<PlanWarnings path="/p" plan={{ ...plan, state }} warned={false} />, { locale })
    }
  })

  it("says which groups did not enter, and leads to the plan that has them", async () => {
    await renderApp(<PlanFacts environment="sandbox" plan={plan} gone={null} />)
    expect(screen.getByText(/3 groups are in/)).toBeTruthy()
    expect(screen.getByRole("link").getAttribute("href")).toBe(`/sandbox/duplicates/plans/${other}`)
    expect(screen.getByText(/2 groups have one login/)).toBeTruthy()
  })

  it("offers its file once it is reviewed, and deletion once it is applied", async () => {
    const buttons = () => screen.queryAllByRole("button").map((button) => button.textContent)
    const { rerenderApp } = await renderApp(<PlanActs environment="sandbox" plan={plan} may={may} />)
    expect(buttons()).toEqual(["Mark as reviewed", "Check again", "Cancel the plan"])
    rerenderApp(<PlanActs environment="sandbox" plan={{ ...plan, state: "applied" }} may={may} />)
    expect(buttons()).toEqual(["Delete the old links", "Check again", "End the plan", "Cancel the plan"])
    expect(screen.getByRole("link").getAttribute("href")).toBe(`/api/sandbox/remap.csv?plan=${plan.id}`)
    rerenderApp(<PlanActs environment="sandbox" plan={plan} may={{ resolve: false, export: false, remove: false }} />)
    expect(buttons()).toEqual([])
  })
})
