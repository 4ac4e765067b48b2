import { describe, expect, it } from "vitest"
import { toSteps } from "@/lib/sync/windows/reading/rules"

const span = (of: number, kinds: readonly ("links" | "count" | "recount")[], count: number | null = null) =>
  kinds.map((kind) => ({ kind, span: of, count: kind === "links" ? null : count }))
const shown = (steps: ReturnType<typeof toSteps>) => steps.map(({ does, window }) => `${does} ${window.span}`)

describe("toSteps", () => {
  it("counts past days before their windows, while the span before them is read, and recent ones afterwards", () => {
    const windows = [
      ...span(1, ["count", "links", "links", "links"]),
      ...span(2, ["count", "links"]),
      ...span(3, ["links", "recount"]),
    ]
    expect(shown(toSteps(windows, 2))).toEqual([
      ...["count 1", "read 1", "read 1", "count 2", "read 1", "compare 1"],
      ...["read 2", "compare 2", "read 3", "compare 3"],
    ])
  })

  it("does not count anew what an earlier holder has counted", () => {
    expect(shown(toSteps(span(1, ["count", "links"], 7), 8))).toEqual(["read 1", "compare 1"])
  })

  it("begins every count before the windows of its span, and every comparison after them", () => {
    const windows = [1, 2, 3, 4].flatMap((of) => span(of, ["count", "links"]))
    const steps = shown(toSteps(windows, 8))
    for (const of of [1, 2, 3, 4]) {
      expect(steps.indexOf(`count ${of}`)).toBeLessThan(steps.indexOf(`read ${of}`))
      expect(steps.indexOf(`read ${of}`)).toBeLessThan(steps.indexOf(`compare ${of}`))
    }
  })
})
