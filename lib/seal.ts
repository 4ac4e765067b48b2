import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto"

const version = 1
const nonceBytes = 12
const tagBytes = 16

/** AES-256-GCM: version ‖ nonce ‖ tag ‖ ciphertext. `context` is bound as additional data, in this order. */
export function seal(key: Buffer, context: readonly string[], plain: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(boundTo(context))
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()])
  return new Uint8Array(Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), sealed]))
}

/** Throws `SealBroken` where key or context are not those it was sealed with. */
export function openSeal(key: Buffer, context: readonly string[], sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed)
  const nonce = bytes.subarray(1, 1 + nonceBytes)
  const tag = bytes.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes)
  if (bytes[0] !== version || tag.length !== tagBytes) throw new SealBroken()
  const cipher = createDecipheriv("aes-256-gcm", key, nonce).setAAD(boundTo(context)).setAuthTag(tag)
  try {
    return Buffer.concat([cipher.update(bytes.subarray(1 + nonceBytes + tagBytes)), cipher.final()]).toString("utf8")
  } catch (cause) {
    throw new SealBroken(cause)
  }
}

export class SealBroken extends Error {
  override readonly name = "SealBroken"
  constructor(cause?: unknown) {
    super("The sealed value does not open with this ENLACE_KEY", { cause })
  }
}

/** A key of its own for one purpose, so that no use of ENLACE_KEY can be played against another. */
export const subkey = (key: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", key, new Uint8Array(), `enlace:${purpose}`, 32))

/** A personal value as audit and events keep it: the same value of the same environment gives the same 43 characters. */
export const personal = (key: Buffer, environmentId: number, value: string): string =>
  createHmac("sha256", subkey(key, `personal:${environmentId}`))
    .update(value, "utf8")
    .digest("base64url")

/** Constant in time whatever the lengths. */
export function sameSecret(given: string | null, wanted: string): boolean {
  const key = randomBytes(32)
  const digest = (text: string) => createHmac("sha256", key).update(text, "utf8").digest()
  return timingSafeEqual(digest(given ?? ""), digest(wanted)) && given !== null
}

// A length before each part: ["ab","c"] and ["a","bc"] are bound differently.
const boundTo = (context: readonly string[]): Buffer =>
  Buffer.from(context.map((part) => `${Buffer.byteLength(part)}:${part}`).join(""), "utf8")
