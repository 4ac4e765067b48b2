import { createHash, randomUUID } from "node:crypto"
import type { WidgetToken } from "@/lib/belvo/tokens"
import type { Ctx, Member } from "@/lib/ctx"
import { databaseNow, read, type Tx, write } from "@/lib/db"
import { openBelvo } from "@/lib/environments/commands"
import { getEnvironmentFacts } from "@/lib/environments/queries"
import { AppError, conflict, forbidden, invalid } from "@/lib/errors"
import type { ExternalIdKind } from "@/lib/external-ids/schema"
import { enqueue } from "@/lib/jobs/boss"
import { countryOf, isOpenFinanceBrazil } from "@/lib/links/rules"
import { applyLinks } from "@/lib/mirror/commands"
import {
  type Connectable,
  countOfUser,
  findOpenConnecting,
  getConnecting,
  judgeExternalId,
  listConnectable,
} from "@/lib/recovery/connecting/queries"
import { type Asked, connectAddress, contradictions, resourcesFor } from "@/lib/recovery/connecting/rules"
import type { ConnectingView, OpenConnecting } from "@/lib/recovery/connecting/schema"
import { settleConnectingJob } from "@/lib/recovery/connecting/settling/jobs"
import { findConnectingSetup } from "@/lib/recovery/connecting/setup/queries"
import type { ConnectingSetup } from "@/lib/recovery/connecting/setup/schema"
import { rereadDelaysSeconds, returnAddresses, toCustomerLocale } from "@/lib/recovery/rules"
import { personal } from "@/lib/seal"

export type OpenedConnecting =
  /** The only place where the address, and in it the token, ever appears. */
  | { kind: "opened"; session: ConnectingView; address: string }
  | { kind: "already_open"; session: ConnectingView }
  | { kind: "doubtful"; findings: readonly ExternalIdKind[] }
  /** Belvo has more links of this user than the member has seen. */
  | { kind: "more_links"; count: number }

/**
 * A session in which a customer connects something new by Belvo's widget, under this external id. Belvo is asked first which links
 * the user has. Throws CONFLICT for Brazilian open finance, whose consent needs the customer's document.
 */
export async function openConnecting(ctx: Ctx, input: OpenConnecting): Promise<OpenedConnecting> {
  const { actor } = ctx
  if (actor.kind !== "member") throw forbidden("sessions:open")
  const setup = await read(ctx, "sessions:open", () => findConnectingSetup(ctx))
  const verdict = await judgeExternalId(ctx, input)
  if (verdict.kind === "refused") throw invalid("connect.externalId", { fields: { externalId: ["externalIdRefused"] } })
  if (verdict.kind === "doubtful" && !input.sure) return { kind: "doubtful", findings: verdict.findings }
  if (!setup) throw conflict("connect.noSetup")
  const institution = await findInstitution(ctx, input.institution)
  const open = await findOpenConnecting(ctx, input)
  if (open && open.id !== input.replace) return { kind: "already_open", session: open }
  await readUser(ctx, input)
  const count = await countOfUser(ctx, input)
  if (count > input.known) return { kind: "more_links", count }
  const id = randomUUID()
  const token = await createToken(ctx, { id, setup, institution, accessMode: input.accessMode })
  const isKept = await keep(ctx, { actor, id, input, token })
  if (isKept)
    return { kind: "opened", session: await getConnecting(ctx, { id }), address: await addressOf(ctx, input, token) }
  const other = await findOpenConnecting(ctx, input)
  if (!other) throw conflict("session.justOpened")
  return { kind: "already_open", session: other }
}

async function findInstitution(ctx: Ctx, name: string | null): Promise<Connectable | null> {
  if (name === null) return null
  if (isOpenFinanceBrazil(name)) throw conflict("connect.consent")
  const found = (await listConnectable(ctx)).find((one) => one.name === name)
  if (!found) throw invalid("connect.institution", { fields: { institution: ["unknownInstitution"] } })
  return found
}

/** What Belvo has under this external id, written through. */
async function readUser(ctx: Ctx, { externalId }: OpenConnecting): Promise<void> {
  const belvo = await openBelvo(ctx, "member")
  const { items, sentAt } = await belvo.listLinkTexts({ externalId, pageSize: 1_000 })
  if (items.length > 0) await applyLinks(ctx, { links: items, observedAt: sentAt, cause: "live" })
}

type Making = { id: string; setup: ConnectingSetup; institution: Connectable | null; accessMode: string }

/** A token that would repair a link, or make links otherwise than was asked for, is never handed out. */
async function createToken(ctx: Ctx, { id, setup, institution, accessMode }: Making): Promise<WidgetToken> {
  const asked: Asked = {
    fetchResources: resourcesFor(setup.resources, institution),
    staleIn: `${setup.staleDays}d`,
    // A recurrent link keeps its credentials for good.
    credentialsStorage: accessMode === "single" ? `${setup.storageDays}d` : null,
  }
  const belvo = await openBelvo(ctx, "member")
  const token = await belvo.createWidgetToken({
    ...{ mode: "create", region: "multi", fetchResources: asked.fetchResources, staleIn: asked.staleIn },
    ...(asked.credentialsStorage ? { credentialsStorage: asked.credentialsStorage } : {}),
    widget: {
      branding: {
        companyName: setup.companyName,
        companyIcon: setup.iconUrl,
        companyLogo: setup.logoUrl,
        companyTermsUrl: setup.termsUrl,
      },
      callbackUrls: callbacksOf(ctx, id, setup.returnUrl),
    },
  })
  const wrong = contradictions(token, asked)
  if (wrong.length === 0) return token
  const claimed = token.link?.id ?? null
  ctx.log.error("a widget token was for something else", { wrong, claimed, requestId: ctx.requestId })
  await write(ctx, "sessions:open", async () => ({
    result: null,
    audit: {
      action: "session.refused",
      entity: "session",
      entityId: id,
      after: { because: "wrong_claims", wrong, claimed },
    },
  }))
  throw new AppError("BELVO", "connect.wrongToken", { detail: `token contradicts ${wrong.join(", ")}` })
}

/** Where the widget leads: to a page of ours that keeps its word as a rumour, or to the operator's own. */
function callbacksOf({ env, environment }: Ctx, id: string, returnUrl: string | null) {
  if (returnUrl !== null) return { success: returnUrl, exit: returnUrl, event: returnUrl }
  return returnAddresses(env.nextAuthUrl, { slug: environment.slug, id })
}

async function addressOf(ctx: Ctx, { externalId, accessMode, institution }: OpenConnecting, { access }: WidgetToken) {
  const { customerLocale } = await getEnvironmentFacts(ctx)
  const locale = toCustomerLocale(institution && countryOf(institution), customerLocale)
  return connectAddress(ctx.env.belvoWidgetUrl, { access, externalId, accessMode, institution, locale })
}

type Opening = { actor: Member; id: string; input: OpenConnecting; token: WidgetToken }

/** False where somebody else was quicker. The token itself is not kept. */
async function keep(ctx: Ctx, { actor, id, input, token }: Opening): Promise<boolean> {
  const environmentId = ctx.environment.id
  const { externalId, institution, accessMode, replace } = input
  const openedAt = await databaseNow(ctx)
  return write<boolean>(ctx, "sessions:open", async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`connect ${environmentId} ${externalId}`}, 0))::text`
    const entry = { entity: "session", entityId: id }
    const same = { environmentId, mode: "create", externalId, state: "open" }
    const other = await tx.repairSession.findFirst({
      where: { ...same, expiresAt: { gt: ctx.now() } },
      select: { id: true },
    })
    if (other && other.id !== replace)
      return { result: false, audit: { ...entry, action: "session.refused", after: { because: "already_open" } } }
    // One whose time is over may have made a link that nobody has seen yet: it is settled, never replaced.
    if (other) {
      const where = { ...same, expiresAt: { gt: ctx.now() } }
      await tx.repairSession.updateMany({ where, data: { state: "replaced", settledAt: openedAt } })
    }
    const tokenHash = new Uint8Array(createHash("sha256").update(token.access).digest())
    const times = { openedAt, expiresAt: token.expiresAt }
    await tx.repairSession.create({
      data: { ...same, ...times, id, openedBy: actor.id, tokenHash, institution },
    })
    await settleLater(tx, id, openedAt)
    const customer = personal(ctx.env.key, environmentId, externalId)
    const after = { mode: "create", customer, institution, accessMode, replaces: replace ?? null }
    return { result: true, audit: { ...entry, action: "session.opened", after } }
  })
}

async function settleLater(tx: Tx, sessionId: string, openedAt: Date): Promise<void> {
  for (const seconds of rereadDelaysSeconds) {
    const startAfter = new Date(openedAt.getTime() + seconds * 1_000)
    await enqueue(tx, settleConnectingJob, { sessionId }, { startAfter })
  }
}
