import { randomUUID } from "node:crypto"
import { isBelvoError } from "@/lib/belvo/errors"
import { BudgetBusy } from "@/lib/budget"
import type { Ctx } from "@/lib/ctx"
import { databaseNow, record, type Tx } from "@/lib/db"
import { getEnvironmentFacts } from "@/lib/environments/queries"
import { AppError, notFound } from "@/lib/errors"
import { enqueue } from "@/lib/jobs/boss"
import { countryOf, isOpenFinanceBrazil } from "@/lib/links/rules"
import { readLink } from "@/lib/mirror/commands"
import { canPress } from "@/lib/recovery/addresses/rules"
import { endAddress, endOfValid, insertOutcome } from "@/lib/recovery/addresses/settling/commands"
import { createUpdateToken, insertSession, type NewSession } from "@/lib/recovery/opening/commands"
import { consentPortal, toCustomerLocale, widgetAddress } from "@/lib/recovery/rules"
import type { CustomerLocale } from "@/lib/recovery/schema"
import { settleReplaced } from "@/lib/recovery/settling/commands"
import { settleRumourJob } from "@/lib/recovery/settling/jobs"
import { countPress, settlePress } from "@/lib/recovery/visits/pressing/commands"
import { sameVisitMs } from "@/lib/recovery/visits/rules"
import type { Visited, VisitReport } from "@/lib/recovery/visits/schema"
import { hourMs } from "@/lib/time"

/**
 * The customer has pressed the button: reads the link, and where it is still broken makes a token for Belvo's widget. At most one
 * read and one token of Belvo's; what Belvo or its budget refuse is told, not thrown.
 */
export async function visitAddress(
  ctx: Ctx,
  { addressId, client, locale = null }: Press & { locale?: CustomerLocale | null },
): Promise<Visited> {
  const begun = await begin(ctx, { addressId, client })
  if (begun.kind !== "begun") return begun
  const { kind: _, ...visit } = begun
  const visited = await attempt(ctx, { ...visit, addressId, locale })
  const press = { addressId, client, kind: visited.kind }
  await record(ctx, "repair:visit", async (tx) => ({ result: await settlePress(tx, ctx, press) }))
  return visited
}

type Press = { addressId: string; client: string }

async function attempt(ctx: Ctx, { addressId, ...visit }: Visit): Promise<Visited> {
  try {
    return await repair(ctx, { ...visit, addressId })
  } catch (error) {
    if (error instanceof BudgetBusy) return { kind: "busy", seconds: Number(error.options.values?.seconds ?? 1) }
    if (!isBelvoError(error) && !(error instanceof AppError && error.key === "session.wrongLink")) throw error
    ctx.log.warn("a repair visit found no widget", { addressId, requestId: ctx.requestId, error })
    return { kind: "failed" }
  }
}

/** `sessionId`: of the session that this press may come to. */
type Begun = {
  kind: "begun"
  linkId: string
  institution: string
  sessionId: string
  openedAt: Date
  isSameVisit: boolean
}
type Turned = { kind: "closed" } | { kind: "wait"; seconds: number }

/** Counted before anything is asked of Belvo, so that a hundred presses at once are a hundred. */
async function begin(ctx: Ctx, { addressId, client }: Press) {
  const now = await databaseNow(ctx)
  return record<Begun | Turned>(ctx, "repair:visit", async (tx) => {
    const [row] = await tx.$queryRaw<AddressRow[]>`
      SELECT a.link_id::text AS "linkId", l.institution, a.state, a.expires_at AS "expiresAt", a.first_opened_at AS "firstOpenedAt",
             (SELECT max(o.at) FROM repair_outcome o WHERE o.environment_id = a.environment_id AND o.link_id = a.link_id
                AND o.address_id = a.id AND o.kind IN ('opened', 'reopened')) AS "lastOpenedAt"
      FROM repair_address a JOIN link l ON l.environment_id = a.environment_id AND l.id = a.link_id
      WHERE a.environment_id = ${ctx.environment.id} AND a.id = ${addressId}::uuid FOR UPDATE OF a`
    if (!row) throw notFound()
    if (!canPress(row, ctx.now())) return { result: { kind: "closed" } }
    const seconds = await countPress(tx, ctx, { addressId, client })
    if (seconds > 0) return { result: { kind: "wait", seconds } }
    const { linkId, institution, firstOpenedAt, lastOpenedAt } = row
    const isFirst = firstOpenedAt === null
    const isSameVisit = lastOpenedAt !== null && now.getTime() - lastOpenedAt.getTime() < sameVisitMs
    const sessionId = randomUUID()
    const result: Begun = { kind: "begun", linkId, institution, sessionId, openedAt: now, isSameVisit }
    if (isSameVisit) return { result }
    await insertOutcome(tx, ctx, { addressId, kind: isFirst ? "opened" : "reopened", at: now, sessionId })
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

type Visit = Omit<Begun, "kind"> & { addressId: string; locale: CustomerLocale | null }

async function repair(ctx: Ctx, { locale, institution, ...visit }: Visit): Promise<Visited> {
  const { addressId, linkId } = visit
  const reading = await readLink(ctx, { linkId, priority: "visitor", cause: "live" })
  if (reading.kind === "gone") {
    const ending = { addressId, state: "revoked", errorCode: "link_removed", at: reading.observedAt } as const
    await record(ctx, "repair:visit", async (tx) => ({ result: await endAddress(tx, ctx, ending) }))
    return { kind: "gone" }
  }
  if (reading.link.status === "valid") {
    await record(ctx, "repair:visit", async (tx) => {
      const state = await endOfValid(tx, ctx, { addressId })
      return { result: await endAddress(tx, ctx, { addressId, state, at: reading.observedAt }) }
    })
    return { kind: "healed" }
  }
  if (isOpenFinanceBrazil(institution)) return { kind: "consent", address: consentPortal }
  const token = await createUpdateToken(ctx, { linkId, priority: "visitor" })
  const isKept = await keep(ctx, { ...visit, token, statusBefore: reading.link.status })
  if (!isKept) return { kind: "closed" }
  const { access } = token
  const address = widgetAddress(ctx.env.belvoWidgetUrl, access, locale ?? (await usualLocale(ctx, institution)))
  return { kind: "open", sessionId: visit.sessionId, access, address }
}

/** Where the browser asks for no language of ours. */
async function usualLocale(ctx: Ctx, institution: string): Promise<CustomerLocale> {
  const { customerLocale } = await getEnvironmentFacts(ctx)
  return toCustomerLocale(countryOf(institution), customerLocale)
}

type Keeping = Pick<Visit, "addressId" | "linkId" | "sessionId" | "openedAt" | "isSameVisit"> &
  Pick<NewSession, "token" | "statusBefore">

/**
 * Who presses in a second tab goes on there: the earlier visit is replaced, and either widget may still repair the link. False where
 * the address has ended meanwhile.
 */
function keep(ctx: Ctx, { isSameVisit, sessionId, ...session }: Keeping): Promise<boolean> {
  const { addressId, linkId, statusBefore } = session
  const environmentId = ctx.environment.id
  return record<boolean>(ctx, "repair:visit", async (tx) => {
    const [row] = await tx.$queryRaw<{ state: string; expiresAt: Date }[]>`
      SELECT state, expires_at AS "expiresAt" FROM repair_address
      WHERE environment_id = ${environmentId} AND id = ${addressId}::uuid FOR UPDATE`
    if (!row || !canPress(row, ctx.now())) return { result: false }
    const where = { environmentId_id: { environmentId, id: addressId } }
    if (row.state !== "open") await tx.repairAddress.update({ where, data: { state: "open", settledAt: null } })
    const settled = await settleReplaced(tx, ctx, { addressId, quiet: isSameVisit })
    await insertSession(tx, ctx, { ...session, id: sessionId })
    const after = { addressId, sessionId, statusBefore }
    const visited = { action: "address.visited", entity: "link", entityId: linkId, after }
    return { result: true, audit: [visited, ...settled] }
  })
}

/** So often one visit may have its link read again at once by what its widget says, and so often all visits of an address in an hour. */
const mostReports = 8
const mostOfHour = 40

/** Keeps what the widget has said and has the link read again now. It settles nothing itself. */
export function reportVisit(ctx: Ctx, { addressId, ...report }: VisitReport & { addressId: string }): Promise<void> {
  return record(ctx, "repair:visit", async (tx) => {
    const where = { environmentId: ctx.environment.id, addressId, state: "open", rereads: { lt: mostReports } }
    const open = await tx.repairSession.findFirst({ where, orderBy: { openedAt: "desc" }, select: { id: true } })
    // Of a tab that another has replaced only the good news is worth a look.
    const isOlder = open !== null && open.id !== report.sessionId
    if (!open || (isOlder && report.event !== "success")) return { result: undefined }
    if ((await countReports(tx, ctx, addressId)) >= mostOfHour) return { result: undefined }
    await tx.repairSession.updateMany({
      where: { ...where, id: open.id },
      data: { rereads: { increment: 1 }, ...(isOlder ? {} : told(report, await databaseNow(ctx))) },
    })
    if (report.event !== "trouble")
      await enqueue(tx, settleRumourJob, { sessionId: open.id, rumour: true }, { key: open.id })
    return { result: undefined }
  })
}

async function countReports(tx: Tx, ctx: Ctx, addressId: string): Promise<number> {
  const openedAt = { gt: new Date(ctx.now().getTime() - hourMs) }
  const where = { environmentId: ctx.environment.id, addressId, openedAt }
  const { _sum } = await tx.repairSession.aggregate({ where, _sum: { rereads: true } })
  return _sum.rereads ?? 0
}

function told({ event, code }: VisitReport, reportedAt: Date) {
  if (event === "trouble") return code === null ? {} : { errorCode: code }
  const errorCode = event === "success" ? { errorCode: null } : code === null ? {} : { errorCode: code }
  return { reported: event, reportedAt, ...errorCode }
}
