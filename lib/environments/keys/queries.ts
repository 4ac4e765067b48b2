import type { Ctx } from "@/lib/ctx"
import { read } from "@/lib/db"
import { type Bound, keySeal, webhookSeal } from "@/lib/environments/rules"
import { type BelvoKey, belvoKeyInput } from "@/lib/environments/schema"
import { AppError } from "@/lib/errors"
import { openSeal, SealBroken, seal } from "@/lib/seal"

type Sealed = Uint8Array<ArrayBuffer>
export type SealedEnvironment = Bound & { sealedKey: Uint8Array; sealedWebhookAuthorization: Uint8Array | null }

export const sealKey = (masterKey: Buffer, bound: Bound, key: BelvoKey): Sealed =>
  seal(masterKey, keySeal(bound), JSON.stringify(key))

export const sealWebhookAuthorization = (masterKey: Buffer, bound: Bound, authorization: string): Sealed =>
  seal(masterKey, webhookSeal(bound), authorization)

/** Throws UNAVAILABLE where it was sealed with another ENLACE_KEY, or for another environment or address. */
export const openKey = (ctx: Ctx, row: Bound & { sealedKey: Uint8Array }): BelvoKey =>
  explained(() => belvoKeyInput.parse(JSON.parse(openSeal(ctx.env.key, keySeal(row), row.sealedKey))))

/** Null where none has been set. Throws as `openKey` does. */
export const openWebhookAuthorization = (
  ctx: Ctx,
  row: Bound & { sealedWebhookAuthorization: Uint8Array | null },
): string | null => {
  const sealed = row.sealedWebhookAuthorization
  return sealed && explained(() => openSeal(ctx.env.key, webhookSeal(row), sealed))
}

/** The environments whose seals this ENLACE_KEY does not open. */
export async function listUnopenable(ctx: Ctx): Promise<string[]> {
  const rows = await read(ctx, "environments:manage", (db) =>
    db.environment.findMany({ select: { slug: true, id: true, baseUrl: true, keyVersion: true, sealedKey: true } }),
  )
  return rows.filter((row) => !opens(ctx, row)).map(({ slug }) => slug)
}

/** Whether this key is the row's; also where ENLACE_KEY does not open that, which is told elsewhere. */
export function mayBeKey(ctx: Ctx, row: Bound & { sealedKey: Uint8Array }, key: BelvoKey): boolean {
  if (!opens(ctx, row)) return true
  const { secretId, secretPassword } = openKey(ctx, row)
  return secretId === key.secretId && secretPassword === key.secretPassword
}

function opens(ctx: Ctx, row: Bound & { sealedKey: Uint8Array }): boolean {
  try {
    openKey(ctx, row)
    return true
  } catch (error) {
    if (error instanceof AppError && error.key === "keyDoesNotOpen") return false
    throw error
  }
}

function explained<T>(open: () => T): T {
  try {
    return open()
  } catch (error) {
    if (error instanceof SealBroken) throw new AppError("UNAVAILABLE", "keyDoesNotOpen", { detail: error.message })
    throw error
  }
}
