import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { type LogoType, type Look, type LookSettings, logoTypes, usualLook } from "@/lib/recovery/look/schema"

/** How the customer's page looks here; the usual look where nobody has chosen one. */
export function getLook(ctx: Ctx): Promise<Look> {
  return read(ctx, "links:read", async (db) => {
    const row = await db.repairLook.findUnique({ where: { environmentId: ctx.environment.id }, omit: { logo: true } })
    if (!row) return usualLook
    const { operatorName, accent, background, contact, logoType, changedAt } = row
    const logo = logoType === null ? null : String(changedAt.getTime())
    return { operatorName, accent, contact, logo, background: background === "" ? null : background }
  })
}

/** Null where there is none. */
export function findLogo(ctx: Ctx): Promise<{ type: LogoType; bytes: Uint8Array<ArrayBuffer> } | null> {
  return read(ctx, "links:read", async (db) => {
    const row = await db.repairLook.findUnique({ where: { environmentId: ctx.environment.id } })
    const type = logoTypes.find((one) => one === row?.logoType)
    return type && row?.logo ? { type, bytes: new Uint8Array(row.logo) } : null
  })
}

/** The look with its logo as an address of its own, for who changes it. */
export function getLookSettings(ctx: Ctx): Promise<LookSettings> {
  return read(ctx, "environments:manage", async () => {
    const [look, logo] = [await getLook(ctx), await findLogo(ctx)]
    return { ...look, logo: logo && `data:${logo.type};base64,${Buffer.from(logo.bytes).toString("base64")}` }
  })
}
