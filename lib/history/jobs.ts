import { z } from "zod"
import { foldCounts, makeMonths } from "@/lib/history/commands"
import { defineJob, type Job } from "@/lib/jobs/job"

const foldRecent = defineJob({
  name: "fold-counts",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "*/5 * * * *",
  retries: 2,
  run: (ctx) => foldCounts(ctx, { days: 3 }),
})

/** What a play or a late reading appended to days long past. */
const foldAll = defineJob({
  name: "fold-all-counts",
  schema: z.object({}),
  scope: "environment",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "40 3 * * *",
  retries: 2,
  run: (ctx) => foldCounts(ctx, {}),
})

const monthsAhead = defineJob({
  name: "months-ahead",
  schema: z.object({}),
  scope: "installation",
  policy: "exclusive",
  permissions: ["housekeeping"],
  schedule: "15 2 * * *",
  retries: 5,
  run: (ctx) => makeMonths(ctx),
})

export const historyJobs: readonly Job[] = [foldRecent, foldAll, monthsAhead]
