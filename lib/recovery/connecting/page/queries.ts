import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { getEnvironmentFacts } from "@/lib/environments/queries"
import { AppError } from "@/lib/errors"
import { getConnecting, judgeExternalId, listConnectable } from "@/lib/recovery/connecting/queries"
import type { ConnectingView, Verdict } from "@/lib/recovery/connecting/schema"
import { findConnectingSetup } from "@/lib/recovery/connecting/setup/queries"
import { toCustomerLocale } from "@/lib/recovery/rules"
import type { CustomerLocale } from "@/lib/recovery/schema"

export type ConnectPage = {
  verdict: Verdict
  places: readonly { name: string; displayName: string; countries: readonly string[] }[]
  /** Whether somebody has said what the widget is to say and to collect. */
  isSetUp: boolean
  session: ConnectingView | null
  customerLocale: CustomerLocale
}

/** What a page needs to connect something new for this user, but for the user's links. */
export function getConnectPage(
  ctx: Ctx,
  { externalId, sessionId }: { externalId: string; sessionId: string | null },
): Promise<ConnectPage> {
  return read(ctx, "links:read", async () => ({
    verdict: await judgeExternalId(ctx, { externalId }),
    places: (await listConnectable(ctx)).map(({ name, displayName, countries }) => ({ name, displayName, countries })),
    isSetUp: (await findConnectingSetup(ctx)) !== null,
    session: sessionId === null ? null : await findSession(ctx, { id: sessionId, externalId }),
    customerLocale: toCustomerLocale(null, (await getEnvironmentFacts(ctx)).customerLocale),
  }))
}

/** One of somebody else, or of nobody any more, says nothing here. */
async function findSession(ctx: Ctx, { id, externalId }: { id: string; externalId: string }) {
  try {
    const session = await getConnecting(ctx, { id })
    return session.externalId === externalId ? session : null
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null
    throw error
  }
}
