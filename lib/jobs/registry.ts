import { carryOutJob } from "@/lib/deletions/carrying-out/jobs"
import { confirmJob } from "@/lib/deletions/confirming/jobs"
import { historyJobs } from "@/lib/history/jobs"
import type { Job } from "@/lib/jobs/job"
import { settleSessionJob } from "@/lib/recovery/settling/jobs"
import { institutionsJob } from "@/lib/sync/institutions/jobs"
import { dueSweepJob } from "@/lib/sync/jobs"
import { sweepJob } from "@/lib/sync/sweep/jobs"

/** Every job of the product: what the worker works on, and what the migration makes queues for. */
export const jobs: readonly Job[] = [
  ...historyJobs,
  dueSweepJob,
  sweepJob,
  institutionsJob,
  settleSessionJob,
  carryOutJob,
  confirmJob,
]
