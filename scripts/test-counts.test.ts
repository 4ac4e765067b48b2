import { describe, expect, it } from "vitest"
import { countFindings, countPlaywright, countVitest, sum } from "@/scripts/test-counts"

describe("countVitest", () => {
  it("reads what passed and failed", () => {
    expect(countVitest({ numPassedTests: 7, numFailedTests: 2 }, 1)).toEqual({ passed: 7, failed: 2 })
  })

  it.each([
    ["passes all tests and then crashes", { numPassedTests: 7, numFailedTests: 0 }, 1, 7],
    ["ends well without a test", { numPassedTests: 0, numFailedTests: 0 }, 0, 0],
    ["leaves no report", null, 0, 0],
    ["leaves half a report", {}, 1, 0],
  ])("counts one failure where it %s", (_what, report, exitCode, passed) => {
    expect(countVitest(report, exitCode)).toEqual({ passed, failed: 1 })
  })
})

describe("countPlaywright", () => {
  it("takes a test that passed only when repeated for a failure", () => {
    expect(countPlaywright({ stats: { expected: 5, unexpected: 1, flaky: 1 } }, 1)).toEqual({ passed: 5, failed: 2 })
  })
})

describe("countFindings", () => {
  it("passes as one test, or fails with everything that was found", () => {
    expect(countFindings([])).toEqual({ passed: 1, failed: 0 })
    expect(countFindings(["a key in web.log", "a key in worker.log"])).toEqual({ passed: 0, failed: 2 })
  })
})

describe("sum", () => {
  it("adds the runners up", () => {
    expect(
      sum([
        { passed: 1, failed: 0 },
        { passed: 2, failed: 3 },
      ]),
    ).toEqual({ passed: 3, failed: 3 })
  })
})
