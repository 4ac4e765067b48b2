import type { Ctx, EnvironmentKind } from "@/lib/ctx"
import { read } from "@/lib/db"
import { getEnvironmentFacts } from "@/lib/environments/queries"
import { notFound } from "@/lib/errors"
import { getLink } from "@/lib/links/queries"
import { isOpenFinanceBrazil } from "@/lib/links/rules"
import { hashOf } from "@/lib/recovery/addresses/queries"
import { canPress } from "@/lib/recovery/addresses/rules"
import { getLook } from "@/lib/recovery/look/queries"
import type { Look } from "@/lib/recovery/look/schema"
import { findVisit } from "@/lib/recovery/queries"
import { consentPortal, toCustomerLocale } from "@/lib/recovery/rules"
import type { CustomerLocale } from "@/lib/recovery/schema"
import { pageState, timeZoneOf } from "@/lib/recovery/visits/rules"
import { addressToken, type VisitState } from "@/lib/recovery/visits/schema"

export type Entered = { ctx: Ctx; addressId: string }

/** The environment and the address that this token opens; null for a token of nobody. */
export async function enterByToken(ctx: Ctx, { token }: { token: string }): Promise<Entered | null> {
  return read(ctx, "repair:visit", async (db) => {
    if (!addressToken.safeParse(token).success) return null
    const [found] = await db.$queryRaw<{ addressId: string; id: number; slug: string; kind: string }[]>`
      SELECT a.id::text AS "addressId", e.id, e.slug, e.kind
      FROM find_repair_address(${new Uint8Array(hashOf(token))}) a JOIN environment e ON e.id = a.environment_id`
    if (!found) return null
    const { addressId, id, slug } = found
    const kind: EnvironmentKind = found.kind === "production" ? "production" : "sandbox"
    return { ctx: { ...ctx, environment: { id, slug, kind } }, addressId }
  })
}

/** What has become of an address, and of this visit or the latest. Reads our rows alone. Throws NOT_FOUND. */
export function getVisitState(
  ctx: Ctx,
  { addressId, sessionId = null }: { addressId: string; sessionId?: string | null },
): Promise<VisitState> {
  return read(ctx, "repair:visit", async () => {
    const { address, link } = await findAddress(ctx, addressId)
    const latest = (await findVisit(ctx, { addressId }))?.state ?? null
    const own = sessionId === null ? null : await findVisit(ctx, { addressId, sessionId })
    const visit = own?.state ?? latest
    const seen = { status: link.status, removed: link.removedAt !== null }
    return { state: pageState({ address, link: seen, latest }, ctx.now()), visit }
  })
}

export type VisitPage = VisitState & {
  /** As people call it; null where nobody has told us. */
  institution: string | null
  /** The link lives by a consent, which is renewed elsewhere. */
  consent: boolean
  /** Where consents are renewed. */
  portal: string
  /** Its time is over, and somebody is still in the widget: nothing new can be begun. */
  closing: boolean
  /** When the link worked, and where the customer most likely is; of an address that nobody has repaired null. */
  worked: { at: Date; timeZone: string } | null
  /** Where the browser asks for no language of ours. */
  locale: CustomerLocale
  look: Look
}

/** Everything that the customer's page shows, nothing of it personal. Throws NOT_FOUND. */
export function getVisitPage(ctx: Ctx, { addressId }: { addressId: string }): Promise<VisitPage> {
  return read(ctx, "repair:visit", async () => {
    const { address, link, institution } = await findAddress(ctx, addressId)
    const { customerLocale } = await getEnvironmentFacts(ctx)
    return {
      ...(await getVisitState(ctx, { addressId })),
      institution: institution?.displayName ?? null,
      closing: !canPress(address, ctx.now()),
      portal: consentPortal,
      consent: isOpenFinanceBrazil(link.institution),
      worked: address.settledAt && { at: address.settledAt, timeZone: timeZoneOf(link.country) },
      locale: toCustomerLocale(link.country, customerLocale),
      look: await getLook(ctx),
    }
  })
}

function findAddress(ctx: Ctx, addressId: string) {
  return read(ctx, "repair:visit", async (db) => {
    const where = { environmentId_id: { environmentId: ctx.environment.id, id: addressId } }
    const address = await db.repairAddress.findUnique({ where })
    if (!address) throw notFound()
    return { address, ...(await getLink(ctx, address.linkId)) }
  })
}
