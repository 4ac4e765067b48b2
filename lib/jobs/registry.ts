import { historyJobs } from "@/lib/history/jobs"
import type { Job } from "@/lib/jobs/job"
import { settleSessionJob } from "@/lib/recovery/settling/jobs"

/** Every job of the product: what the worker works on, and what the migration makes queues for. */
export const jobs: readonly Job[] = [...historyJobs, settleSessionJob]
