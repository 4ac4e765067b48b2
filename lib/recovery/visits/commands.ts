import { isBelvoError } from "@/lib/belvo/errors"
import { BudgetBusy } from "@/lib/budget"
import type { Ctx } from "@/lib/ctx"
import { databaseNow, record } from "@/lib/db"
import { AppError, notFound } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { isOpenFinanceBrazil } from "@/lib/links/rules"
import { readLink } from "@/lib/mirror/commands"
import { addressState } from "@/lib/recovery/addresses/rules"
import { endAddress, insertOutcome } from "@/lib/recovery/addresses/settling/commands"
import { createUpdateToken, insertSession, type NewSession } from "@/lib/recovery/opening/commands"
import { consentPortal, widgetAddress } from "@/lib/recovery/rules"
import { settleSessionJob } from "@/lib/recovery/settling/jobs"
import { countPress } from "@/lib/recovery/visits/pressing/commands"
import { sameVisitMs } from "@/lib/recovery/visits/rules"
import type { Visited, VisitReport } from "@/lib/recovery/visits/schema"

/**
 * The customer has pressed the button: reads the link, and where it is still broken makes a token for Belvo's widget. At most one
 * read and one token of Belvo's; what Belvo or its budget refuse is told, not thrown.
 */
export async function visitAddress(
  ctx: Ctx,
  { addressId, client }: { addressId: string; client: string },
): Promise<Visited> {
  const begun = await begin(ctx, { addressId, client })
  if (begun.kind !== "begun") return begun
  try {
    return await repair(ctx, { ...begun, addressId })
  } catch (error) {
    if (error instanceof BudgetBusy) return { kind: "busy", seconds: Number(error.options.values?.seconds ?? 1) }
    if (!isBelvoError(error) && !(error instanceof AppError && error.key === "session.wrongLink")) throw error
    ctx.log.warn("a repair visit found no widget", { addressId, requestId: ctx.requestId, error })
    return { kind: "failed" }
  }
}

type Begun = { kind: "begun"; linkId: string; institution: string; openedAt: Date; isFirst: boolean }
type Turned = { kind: "closed" } | { kind: "wait"; seconds: number }

/** Counted before anything is asked of Belvo, so that a hundred presses at once are a hundred. */
async function begin(ctx: Ctx, { addressId, client }: { addressId: string; client: string }) {
  const now = await databaseNow(ctx)
  return record<Begun | Turned>(ctx, "repair:visit", async (tx) => {
    const [row] = await tx.$queryRaw<AddressRow[]>`
      SELECT a.link_id::text AS "linkId", l.institution, a.state, a.expires_at AS "expiresAt", a.first_opened_at AS "firstOpenedAt",
             (SELECT max(o.at) FROM repair_outcome o WHERE o.environment_id = a.environment_id AND o.link_id = a.link_id
                AND o.address_id = a.id AND o.kind IN ('opened', 'reopened')) AS "lastOpenedAt"
      FROM repair_address a JOIN link l ON l.environment_id = a.environment_id AND l.id = a.link_id
      WHERE a.environment_id = ${ctx.environment.id} AND a.id = ${addressId}::uuid FOR UPDATE OF a`
    if (!row) throw notFound()
    if (addressState(row, ctx.now()) !== "open") return { result: { kind: "closed" } }
    const seconds = await countPress(tx, ctx, { addressId, client })
    if (seconds > 0) return { result: { kind: "wait", seconds } }
    const { linkId, institution, firstOpenedAt, lastOpenedAt } = row
    const isFirst = firstOpenedAt === null
    const result: Begun = { kind: "begun", linkId, institution, openedAt: now, isFirst }
    if (lastOpenedAt && now.getTime() - lastOpenedAt.getTime() < sameVisitMs) return { result }
    await insertOutcome(tx, ctx, { addressId, kind: isFirst ? "opened" : "reopened", at: now })
    const where = { environmentId_id: { environmentId: ctx.environment.id, id: addressId } }
    if (isFirst) await tx.repairAddress.update({ where, data: { firstOpenedAt: now } })
    return { result, audit: { action: "address.opened", entity: "link", entityId: linkId, after: { addressId } } }
  })
}

type AddressRow = {
  linkId: string
  institution: string
  state: string
  expiresAt: Date
  firstOpenedAt: Date | null
  lastOpenedAt: Date | null
}

type Visit = Omit<Begun, "kind"> & { addressId: string }

async function repair(ctx: Ctx, { addressId, linkId, institution, openedAt, isFirst }: Visit): Promise<Visited> {
  const reading = await readLink(ctx, { linkId, priority: "visitor", cause: "live" })
  if (reading.kind === "gone") {
    await end(ctx, { addressId, state: "revoked", errorCode: "link_removed", at: reading.observedAt })
    return { kind: "gone" }
  }
  if (reading.link.status === "valid") {
    await end(ctx, { addressId, state: isFirst ? "healed" : "repaired", at: reading.observedAt })
    return { kind: "healed" }
  }
  if (isOpenFinanceBrazil(institution)) return { kind: "consent", address: consentPortal }
  const token = await createUpdateToken(ctx, { linkId, priority: "visitor" })
  const sessionId = await keep(ctx, { addressId, linkId, token, openedAt, statusBefore: reading.link.status })
  return { kind: "open", sessionId, access: token.access, address: widgetAddress(ctx.env.belvoWidgetUrl, token.access) }
}

const end = (ctx: Ctx, ending: Parameters<typeof endAddress>[2]): Promise<void> =>
  record(ctx, "repair:visit", async (tx) => ({ result: await endAddress(tx, ctx, ending) }))

/** Who presses in a second tab goes on there: the earlier visit is replaced, and either widget may still repair the link. */
function keep(ctx: Ctx, session: NewSession & { addressId: string }): Promise<string> {
  const { addressId, linkId, openedAt } = session
  return record(ctx, "repair:visit", async (tx) => {
    await tx.repairSession.updateMany({
      where: { environmentId: ctx.environment.id, addressId, state: "open" },
      data: { state: "replaced", settledAt: openedAt },
    })
    const sessionId = await insertSession(tx, ctx, session)
    const after = { addressId, sessionId, statusBefore: session.statusBefore }
    return { result: sessionId, audit: { action: "address.visited", entity: "link", entityId: linkId, after } }
  })
}

/** So often one visit may have its link read again at once by what its widget says. */
const mostReports = 8

/** Keeps what the widget has said and has the link read again now. It settles nothing itself. */
export function reportVisit(ctx: Ctx, { addressId, ...report }: VisitReport & { addressId: string }): Promise<void> {
  return record(ctx, "repair:visit", async (tx) => {
    const where = { environmentId: ctx.environment.id, addressId, state: "open", rereads: { lt: mostReports } }
    const open = await tx.repairSession.findFirst({ where, orderBy: { openedAt: "desc" }, select: { id: true } })
    // Of a tab that another has replaced only the good news is worth a look.
    const isOlder = open !== null && open.id !== report.sessionId
    if (!open || (isOlder && report.event !== "success")) return { result: undefined }
    await tx.repairSession.updateMany({
      where: { ...where, id: open.id },
      data: { rereads: { increment: 1 }, ...(isOlder ? {} : told(report, await databaseNow(ctx))) },
    })
    if (report.event !== "trouble") await enqueue(tx, settleSessionJob, { sessionId: open.id })
    return { result: undefined }
  })
}

function told({ event, code }: VisitReport, reportedAt: Date) {
  if (event === "trouble") return code === null ? {} : { errorCode: code }
  const errorCode = event === "success" ? { errorCode: null } : code === null ? {} : { errorCode: code }
  return { reported: event, reportedAt, ...errorCode }
}
