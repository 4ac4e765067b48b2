import type { Ctx } from "@/lib/ctx"
import { type BoundSecret, secretSeal } from "@/lib/environments/secrets/rules"
import { AppError } from "@/lib/errors"
import { openSeal, SealBroken, seal } from "@/lib/seal"

export const sealSecret = (masterKey: Buffer, bound: BoundSecret, plain: string): Uint8Array<ArrayBuffer> =>
  seal(masterKey, secretSeal(bound), plain)

/** Throws UNAVAILABLE where it was sealed with another ENLACE_KEY, or for another environment or name. */
export function openSecret(ctx: Ctx, row: BoundSecret & { sealed: Uint8Array }): string {
  try {
    return openSeal(ctx.env.key, secretSeal(row), row.sealed)
  } catch (error) {
    if (error instanceof SealBroken) throw new AppError("UNAVAILABLE", "secretDoesNotOpen", { detail: error.message })
    throw error
  }
}
