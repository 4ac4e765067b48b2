import { defineConfig } from "vitest/config"
import { LongestFirst } from "./test/longest-first"

/** Two projects: plain rules and components need nothing; `database` files (`*.db.test.ts`) share one PostgreSQL. */
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    env: { TZ: "Pacific/Chatham" },
    expect: { poll: { timeout: 15_000 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          maxWorkers: 2,
          testTimeout: 20_000,
          include: ["**/*.test.{ts,tsx}"],
          exclude: ["**/node_modules/**", "**/.next*/**", "**/.data*/**", "**/*.db.test.ts", "e2e/**"],
          setupFiles: ["test/setup.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "database",
          // They wait more than they work: for clocks, for killed processes to be missed.
          maxWorkers: 4,
          include: ["**/*.db.test.ts"],
          exclude: ["**/node_modules/**", "**/.next*/**", "**/.data*/**"],
          setupFiles: ["test/setup.ts"],
          globalSetup: ["test/postgres.ts"],
          testTimeout: 60_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
})
