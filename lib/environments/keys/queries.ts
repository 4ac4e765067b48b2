import type { Ctx } from "@/lib/ctx"
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

function explained<T>(open: () => T): T {
  try {
    return open()
  } catch (error) {
    if (error instanceof SealBroken) throw new AppError("UNAVAILABLE", "keyDoesNotOpen", { detail: error.message })
    throw error
  }
}
