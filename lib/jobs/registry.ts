import { auditHeadsJob } from "@/lib/audit/heads/jobs"
import { dueBatchesJob, expireBatchesJob } from "@/lib/batches/due/jobs"
import { runBatchJob } from "@/lib/batches/running/jobs"
import { dueRequestsJob } from "@/lib/deletions/due/jobs"
import { expireRequestsJob } from "@/lib/deletions/expiring/jobs"
import { runRequestJob } from "@/lib/deletions/running/jobs"
import { importFileJob } from "@/lib/directory/files/running/jobs"
import { endDirectoryFilesJob } from "@/lib/directory/keeping/jobs"
import { runSourceJob } from "@/lib/directory/source/runs/jobs"
import { dueSourceJob } from "@/lib/directory/source/starting/jobs"
import { compareJob } from "@/lib/duplicates/comparing/running/jobs"
import { makePlanJob } from "@/lib/duplicates/plans/making/jobs"
import { settlePlansJob } from "@/lib/duplicates/plans/moving/jobs"
import { historyJobs } from "@/lib/history/jobs"
import type { Job } from "@/lib/jobs/job"
import { blankRemovedJob } from "@/lib/mirror/blanking/jobs"
import { judgeOrphansJob } from "@/lib/mirror/judging/jobs"
import { reviewExternalIdsJob } from "@/lib/mirror/reviewing/jobs"
import { runBulkJob } from "@/lib/orphans/bulk/running/jobs"
import { endIgnoredJob } from "@/lib/orphans/deciding/expiring/jobs"
import { endDeliveriesJob } from "@/lib/outgoing/keeping/jobs"
import { endAddressesJob } from "@/lib/recovery/addresses/ending/jobs"
import { deliverOutgoingJob } from "@/lib/recovery/campaigns/delivering/jobs"
import { driveCampaignsJob, measureCampaignsJob } from "@/lib/recovery/campaigns/driving/jobs"
import { endDraftsJob } from "@/lib/recovery/campaigns/keeping/jobs"
import { makeAddressesJob } from "@/lib/recovery/campaigns/making/jobs"
import { forgetConnectingJob } from "@/lib/recovery/connecting/forgetting/jobs"
import { settleConnectingJob } from "@/lib/recovery/connecting/settling/jobs"
import { settleOverdueJob } from "@/lib/recovery/overdue/jobs"
import { settleRumourJob, settleSessionJob } from "@/lib/recovery/settling/jobs"
import { institutionsJob } from "@/lib/sync/institutions/jobs"
import { dueSweepJob } from "@/lib/sync/jobs"
import { clearPassingJob } from "@/lib/sync/keeping/jobs"
import { sweepJob } from "@/lib/sync/sweep/jobs"
import { endRawWebhooksJob } from "@/lib/webhooks/keeping/jobs"
import { noteMissedJob } from "@/lib/webhooks/missed/jobs"
import { rereadJob } from "@/lib/webhooks/rereading/jobs"

/** Every job of the product: what the worker works on, and what the migration makes queues for. */
export const jobs: readonly Job[] = [
  ...historyJobs,
  dueSweepJob,
  sweepJob,
  institutionsJob,
  clearPassingJob,
  rereadJob,
  noteMissedJob,
  reviewExternalIdsJob,
  judgeOrphansJob,
  blankRemovedJob,
  endIgnoredJob,
  runBulkJob,
  endRawWebhooksJob,
  auditHeadsJob,
  settleSessionJob,
  settleRumourJob,
  settleConnectingJob,
  settleOverdueJob,
  forgetConnectingJob,
  makeAddressesJob,
  driveCampaignsJob,
  measureCampaignsJob,
  endDraftsJob,
  deliverOutgoingJob,
  endDeliveriesJob,
  endAddressesJob,
  runRequestJob,
  dueRequestsJob,
  expireRequestsJob,
  runBatchJob,
  dueBatchesJob,
  expireBatchesJob,
  importFileJob,
  endDirectoryFilesJob,
  dueSourceJob,
  runSourceJob,
  compareJob,
  makePlanJob,
  settlePlansJob,
]
