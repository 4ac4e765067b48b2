import { BaseSequencer, type TestSpecification } from "vitest/node"

/** They wait for clocks and for killed processes: begun last, each would be waited for alone. */
const longest = [
  "scripts/sync.db.test.ts",
  "lib/budget.db.test.ts",
  "test/guards.db.test.ts",
  "test/bad-days.db.test.ts",
  "lib/webhooks/commands.db.test.ts",
  "lib/sync/sweep/commands.db.test.ts",
  "lib/sync/windows/reading/commands.db.test.ts",
  "test/bad-days-waiting.db.test.ts",
  "lib/jobs/worker.db.test.ts",
  "test/secrets.db.test.ts",
  "test/drift.db.test.ts",
]

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = longest.findIndex((file) => moduleId.endsWith(`/${file}`))
  return rank === -1 ? longest.length : rank
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}
