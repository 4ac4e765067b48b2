import type { Ctx } from "@/lib/ctx"
import { record } from "@/lib/db"
import { foldCounts, makeMonths } from "@/lib/history/commands"
import { retryJobs } from "@/lib/jobs/commands"
import { listJobs, scopesOf } from "@/lib/jobs/queries"
import { blankRemoved } from "@/lib/mirror/blanking/commands"
import { judgeOrphans } from "@/lib/mirror/judging/commands"
import { reviewExternalIds } from "@/lib/mirror/reviewing/commands"
import { cancelSweep, confirmRemovals, declineRemovals, requestSweep, startDueSweep } from "@/lib/sync/commands"
import { planDelta } from "@/lib/sync/delta/commands"
import { sweepInForeground } from "@/lib/sync/foreground/commands"
import { hasUnnamedInstitution, mirrorInstitutions } from "@/lib/sync/institutions/commands"
import { clearPassing } from "@/lib/sync/keeping/commands"
import { listRunChanges, listRunWindows } from "@/lib/sync/progress/details/queries"
import { getShellStatus, getSweepProgress, watchProgress } from "@/lib/sync/progress/queries"
import { sweepListParams } from "@/lib/sync/progress/schema"
import {
  findActiveSweep,
  findLastDelta,
  findListedSweep,
  findSyncedAt,
  findUndecidedSweep,
  getMirrorStatus,
  getSweep,
  listSweepPage,
  listSweeps,
} from "@/lib/sync/queries"
import {
  beat,
  claimRun,
  finishRun,
  type HeldRun,
  insertRun,
  mine,
  noteStep,
  releaseRun,
  startConfirming,
} from "@/lib/sync/runs/commands"
import { runSweep, takeUpSweep } from "@/lib/sync/sweep/commands"
import { listCells, listPages, listWaiting, planAll, planOnce, type StoredWindow } from "@/lib/sync/windows/commands"
import { findRefusal } from "@/lib/sync/windows/refusals/commands"
import { countStranger, receiveWebhook, rereadWebhook, rereadWebhooks } from "@/lib/webhooks/commands"
import { findWebhook, listInbox } from "@/lib/webhooks/inbox/queries"
import { endRawWebhooks } from "@/lib/webhooks/keeping/commands"
import { noteMissed } from "@/lib/webhooks/missed/commands"
import { listMissed } from "@/lib/webhooks/missed/queries"
import { enterByWebhook } from "@/lib/webhooks/queries"
import { rereadWaiting } from "@/lib/webhooks/rereading/commands"
import { inboxParams } from "@/lib/webhooks/schema"
import { type Arrival, storeArrival } from "@/lib/webhooks/storing/commands"
import { systemActor } from "@/test/environment"
import { type Place, webhookBody } from "@/test/guards/place"
import { needs, open, type Row } from "@/test/guards/row"

const { signal } = new AbortController()

async function queue(ctx: Ctx): Promise<string> {
  const machine: Ctx = { ...ctx, actor: systemActor(["mirror:write"]) }
  const work = record(machine, "mirror:write", async (tx) => ({
    result: await insertRun(tx, machine, { cause: "schedule" }),
  }))
  return (await work) ?? ""
}

async function hold(ctx: Ctx): Promise<HeldRun> {
  await queue(ctx)
  const run = await claimRun({ ...ctx, actor: systemActor(["mirror:write"]) })
  if (!run) throw new Error("there is no run to claim")
  return run
}

const arrival: Arrival = {
  ...{ at: null, fingerprint: "ab".repeat(32), withinMs: 60_000, rawHash: "cd".repeat(32), raw: "{}" },
  ...{ type: "LINK", code: "token_required", processType: null, requestId: null, linkId: crypto.randomUUID() },
  ...{ outcome: null, priority: 0, ready: null },
}

/** In this environment's queue, out of tries. */
async function failJob({ db, here }: Place): Promise<string> {
  const id = crypto.randomUUID()
  const data = JSON.stringify({ environmentId: here.id, payload: {} })
  await db.$executeRaw`
    INSERT INTO pgboss.job (id, name, data, state, policy, completed_on) VALUES (${id}::uuid, 'reread', ${data}::jsonb, 'failed', 'stately', now())`
  return id
}

const window: StoredWindow = {
  ...{ id: 1, kind: "links", span: 0, from: null, before: null, institutions: [], statuses: [] },
  ...{ expected: null, begun: false, count: null },
}

const lost = { elsewhere: { error: { name: "RunLost" } } }

export const machineRows: readonly Row[] = [
  needs("sync:run", requestSweep, () => []),
  needs("sync:run", cancelSweep, async (_place, ctx) => [{ runId: await queue(ctx) }], {
    elsewhere: { error: { code: "NOT_FOUND" } },
  }),
  needs("sync:run", confirmRemovals, ({ ids }) => [{ runId: ids.run }]),
  needs("sync:run", declineRemovals, ({ ids }) => [{ runId: ids.run }]),
  needs("sync:run", rereadWebhook, ({ ids }) => [{ eventId: ids.webhook }]),
  needs("sync:run", rereadWebhooks, ({ ids }) => [{ eventIds: [ids.webhook] }], {
    elsewhere: { error: { code: "CONFLICT" } },
  }),
  needs("sync:run", listJobs, () => []),
  needs("sync:run", retryJobs, async (place) => [{ jobIds: [await failJob(place)] }]),
  open("a list of environments, not yet a question", scopesOf, () => []),
  needs("links:read", getSweep, ({ ids }) => [ids.run]),
  needs("links:read", listSweeps, () => []),
  needs("links:read", findActiveSweep, () => []),
  needs("links:read", getMirrorStatus, () => []),
  needs("links:read", findListedSweep, ({ ids }) => [ids.run], { elsewhere: { value: null } }),
  needs("links:read", findUndecidedSweep, () => []),
  needs("links:read", findLastDelta, () => []),
  needs("links:read", listSweepPage, () => [sweepListParams.parse({})]),
  needs("links:read", getShellStatus, () => []),
  needs("links:read", getSweepProgress, () => []),
  needs("links:read", watchProgress, () => [{ signal: AbortSignal.abort(), onProgress: () => {}, onError: () => {} }]),
  needs("links:read", listRunWindows, ({ ids }) => [{ id: ids.run }], {
    elsewhere: { value: { windows: [], counts: [] } },
  }),
  needs(
    "links:read",
    listRunChanges,
    ({ ids }) => [{ id: ids.run, startedAt: new Date(0), finishedAt: null, inserted: 1 }],
    {
      elsewhere: { value: [] },
    },
  ),
  needs("links:read", findSyncedAt, () => []),
  needs("links:read", listInbox, () => [inboxParams.parse({})]),
  needs("links:read", findWebhook, ({ ids }) => [ids.webhook], { elsewhere: { value: null } }),
  needs("links:read", listMissed, () => []),

  needs("mirror:write", startDueSweep, () => []),
  needs("mirror:write", claimRun, () => []),
  needs("mirror:write", beat, async (_place, ctx) => [await hold(ctx)], lost),
  needs("mirror:write", releaseRun, async (_place, ctx) => [await hold(ctx)], { elsewhere: { value: undefined } }),
  needs("mirror:write", finishRun, async (_place, ctx) => [await hold(ctx), { state: "completed" }], lost),
  needs("mirror:write", startConfirming, async (_place, ctx) => [await hold(ctx)], lost),
  needs("mirror:write", noteStep, async (_place, ctx) => [await hold(ctx), { requests: 1 }], lost),
  needs("mirror:write", planAll, () => []),
  needs("mirror:write", planDelta, () => []),
  needs("mirror:write", listCells, () => []),
  needs("mirror:write", planOnce, async (_place, ctx) => [await hold(ctx), async () => ({ windows: [] })], lost),
  needs("mirror:write", listWaiting, async (_place, ctx) => [await hold(ctx)], { elsewhere: { value: [] } }),
  needs("mirror:write", listPages, async (_place, ctx) => [await hold(ctx), window], { elsewhere: { value: [] } }),
  needs("mirror:write", findRefusal, async (_place, ctx) => [await hold(ctx)], { elsewhere: { value: null } }),
  needs(["mirror:write", "housekeeping"], blankRemoved, () => [{ signal }]),
  needs("mirror:write", judgeOrphans, () => [{ signal }]),
  needs("mirror:write", reviewExternalIds, () => [{ signal }]),
  needs("mirror:write", hasUnnamedInstitution, () => []),
  needs(["keys:open", "mirror:write"], mirrorInstitutions, () => []),
  needs(["mirror:write", "keys:open"], runSweep, async (_place, ctx) => {
    await queue(ctx)
    return [{ signal }]
  }),
  needs(["mirror:write", "keys:open"], takeUpSweep, async (_place, ctx) => {
    await queue(ctx)
    return [{ signal }]
  }),
  needs(["mirror:write", "keys:open", "links:read"], sweepInForeground, () => [{ signal, onProgress: () => {} }]),

  needs("webhooks:receive", receiveWebhook, ({ ids }) => [{ body: webhookBody(ids.link) }]),
  needs("webhooks:receive", storeArrival, () => [arrival]),
  needs("webhooks:process", noteMissed, () => []),
  needs("webhooks:receive", countStranger, () => []),
  needs("webhooks:receive", enterByWebhook, ({ here, authorization }) => [{ slug: here.slug, authorization }]),
  needs(["webhooks:process", "keys:open"], rereadWaiting, () => [{ signal }]),

  needs("housekeeping", endRawWebhooks, () => []),
  needs("housekeeping", clearPassing, () => []),
  needs("housekeeping", foldCounts, () => [{}]),
  needs("housekeeping", makeMonths, () => []),
  open("a condition, not yet a question", mine, async (_place, ctx) => [await hold(ctx)]),
]
