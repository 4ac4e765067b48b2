import { randomUUID } from "node:crypto"
import { auditListParams } from "@/lib/audit/schema"
import type { AuditEntry } from "@/lib/audit-chain"
import type { Ask } from "@/lib/copy-out"
import type { Ctx } from "@/lib/ctx"
import { type Tx, write } from "@/lib/db"
import { AppError, conflict } from "@/lib/errors"
import { deadAfterMs, fileNameOf, keptQuery, mostAtOnce, permissionOf } from "@/lib/exports/rules"
import type { ExportRequest } from "@/lib/exports/schema"
import { noteDownload } from "@/lib/recovery/campaigns/moving/commands"
import { campaignFileParams } from "@/lib/recovery/campaigns/schema"
import { personal } from "@/lib/seal"

type Starting = {
  ctx: Ctx
  request: ExportRequest
  /** Of the connection that the file comes from. */
  ask: Ask
}
type Started = { id: string; fileName: string; auditHead: string }

/** Takes a place for the file and puts it on record. Throws CONFLICT, or TOO_MANY. */
export async function startExport({ ctx, request, ask }: Starting): Promise<Started> {
  const { actor, environment } = ctx
  if (actor.kind !== "member") throw conflict("exportByPeople")
  await takePlace(actor.id, ask)
  const query = keptQuery(request, (value) => personal(ctx.env.key, environment.id, value))
  const kept = { ...request, query }
  return write(ctx, permissionOf(request), async (tx) => {
    const startedAt = ctx.now()
    await tx.export.updateMany({
      where: { state: "running", aliveAt: { lt: new Date(startedAt.getTime() - deadAfterMs) } },
      data: { state: "cut", finishedAt: startedAt },
    })
    const head = await tx.auditHead.findUnique({ where: { environmentId: chainOf(ctx, request) } })
    const id = randomUUID()
    const fileName = fileNameOf(request, { environment: environment.slug, startedAt, id })
    await tx.export.create({
      data: {
        ...{ environmentId: environment.id, id, ...kept, memberId: actor.id, fileName, state: "running" },
        ...{ startedAt, aliveAt: startedAt, auditSeq: head?.count ?? null, auditHash: head?.hash ?? null },
      },
    })
    const auditHead = head ? `${head.count}:${Buffer.from(head.hash).toString("hex")}` : "0:"
    const started = {
      action: "export.started",
      entity: "export",
      entityId: id,
      after: { ...kept, fileName, auditHead },
    }
    return { result: { id, fileName, auditHead }, audit: [started, ...(await noteFile(tx, ctx, request))] }
  })
}

/** What else a file means to those whom it is about. */
async function noteFile(tx: Tx, ctx: Ctx, { dataset, query }: ExportRequest): Promise<AuditEntry[]> {
  if (dataset !== "campaign") return []
  return noteDownload(tx, ctx, campaignFileParams.parse(Object.fromEntries(new URLSearchParams(query))))
}

/** The chain whose head a file carries: the one that it holds entries of, or else its environment's. */
function chainOf({ environment }: Ctx, { dataset, query }: ExportRequest): number {
  if (dataset !== "audit") return environment.id
  const { chain } = auditListParams.parse(Object.fromEntries(new URLSearchParams(query)))
  return chain === "installation" ? 0 : environment.id
}

/** One file a member, four an installation: locks of the connection that the file comes from, so they end with it, whatever ends it. */
async function takePlace(memberId: string, ask: Ask): Promise<void> {
  const [own] = await ask("SELECT pg_try_advisory_xact_lock(hashtext('enlace.export.member'), hashtext($1)) AS taken", [
    memberId,
  ])
  if (!own?.taken) throw conflict("exportUnderway")
  const [place] = await ask(
    "SELECT n FROM generate_series(1, $1::integer) AS n WHERE pg_try_advisory_xact_lock(hashtext('enlace.export.place'), n) LIMIT 1",
    [mostAtOnce],
  )
  if (!place) throw new AppError("TOO_MANY", "exportsBusy", { values: { most: mostAtOnce } })
}
