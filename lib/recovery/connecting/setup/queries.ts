import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import type { ConnectingSetup } from "@/lib/recovery/connecting/setup/schema"

/** Null where nobody has said yet what the widget is to say and to collect. */
export function findConnectingSetup(ctx: Ctx): Promise<ConnectingSetup | null> {
  return read(ctx, "links:read", (db) =>
    db.connectingSetup.findUnique({
      where: { environmentId: ctx.environment.id },
      select: {
        ...{ companyName: true, iconUrl: true, logoUrl: true, termsUrl: true },
        ...{ resources: true, staleDays: true, storageDays: true, returnUrl: true },
      },
    }),
  )
}
