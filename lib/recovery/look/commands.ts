import { createHash } from "node:crypto"
import type { Ctx } from "@/lib/ctx"
import { write } from "@/lib/db"
import { invalid } from "@/lib/errors"
import { logoTypeOf } from "@/lib/recovery/look/rules"
import { mostLogoBytes, type SaveLook } from "@/lib/recovery/look/schema"

/** How the customer's page looks from now on. */
export function saveLook(ctx: Ctx, { logo, background, ...look }: SaveLook): Promise<void> {
  return write(ctx, "environments:manage", async (tx) => {
    const environmentId = ctx.environment.id
    const image = logo ? toImage(logo) : null
    const before = await tx.repairLook.findUnique({ where: { environmentId }, omit: { logo: true } })
    const data = {
      ...look,
      background: background ?? "",
      changedAt: ctx.now(),
      ...(logo === undefined ? {} : { logo: image?.bytes ?? null, logoType: image?.type ?? null }),
    }
    await tx.repairLook.upsert({ where: { environmentId }, create: { ...data, environmentId }, update: data })
    const { changedAt: _, ...kept } = { ...before, changedAt: null, environmentId: null }
    return {
      result: undefined,
      audit: {
        ...{ action: "repair_look.changed", entity: "environment", entityId: ctx.environment.slug },
        before: before ? { ...kept } : null,
        after: { ...look, background, logo: logo === undefined ? "unchanged" : (image?.sha256 ?? null) },
        chain: "installation",
      },
    }
  })
}

function toImage(base64: string) {
  const bytes = new Uint8Array(Buffer.from(base64, "base64"))
  const type = logoTypeOf(bytes)
  if (type === null || bytes.length > mostLogoBytes) throw invalid("input", { fields: { logo: ["logo"] } })
  return { bytes, type, sha256: createHash("sha256").update(bytes).digest("hex") }
}
