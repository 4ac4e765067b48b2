import { z } from "zod"

export type Counts = { passed: number; failed: number }

const vitestReport = z.object({ numPassedTests: z.number(), numFailedTests: z.number() })
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
})

export function countVitest(report: unknown, exitCode: number): Counts {
  const parsed = vitestReport.safeParse(report)
  const { numPassedTests, numFailedTests } = parsed.data ?? { numPassedTests: 0, numFailedTests: 0 }
  return withCrash({ passed: numPassedTests, failed: numFailedTests }, exitCode)
}

/** A test that passed only when repeated has failed. */
export function countPlaywright(report: unknown, exitCode: number): Counts {
  const parsed = playwrightReport.safeParse(report)
  const { expected, unexpected, flaky } = parsed.data?.stats ?? { expected: 0, unexpected: 0, flaky: 0 }
  return withCrash({ passed: expected, failed: unexpected + flaky }, exitCode)
}

/** A search is one test: it passes where it finds nothing, and everything that it finds has failed. */
export function countFindings(found: readonly string[]): Counts {
  return { passed: found.length === 0 ? 1 : 0, failed: found.length }
}

/** A runner that fails without a failed test (it crashed, or found none to run) is one failure itself. */
export function withCrash({ passed, failed }: Counts, exitCode: number): Counts {
  const crashed = failed === 0 && (exitCode !== 0 || passed === 0)
  return { passed, failed: crashed ? 1 : failed }
}

export function sum(all: readonly Counts[]): Counts {
  return all.reduce((total, one) => ({ passed: total.passed + one.passed, failed: total.failed + one.failed }), {
    passed: 0,
    failed: 0,
  })
}
