/** A 32-bit number that depends on all three inputs and on nothing else: the whole simulator's only source of chance. */
export function mix(seed: number, value: number, salt: number): number {
  return scramble(scramble(scramble(seed ^ 0x9e3779b9) ^ value) ^ salt)
}

/** The same, as a fraction in [0, 1). */
export function share(seed: number, value: number, salt: number): number {
  return mix(seed, value, salt) / 2 ** 32
}

export function hexOf(seed: number, value: number, salt: number): string {
  let hex = ""
  for (let part = 0; part < 4; part++)
    hex += mix(seed, value, salt + part)
      .toString(16)
      .padStart(8, "0")
  return hex
}

export function uuidOf(seed: number, value: number, salt: number): string {
  const hex = hexOf(seed, value, salt)
  const variant = "89ab"[mix(seed, value, salt + 4) % 4]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
}

/** 32 bytes as base64url with its padding: 44 characters, as Belvo writes institution_user_id. */
export function base64UrlOf(seed: number, value: number, salt: number): string {
  const bytes = Buffer.alloc(32)
  for (let part = 0; part < 8; part++) bytes.writeUInt32BE(mix(seed, value, salt + part), part * 4)
  return `${bytes.toString("base64url")}=`
}

/** FNV-1a, for the hash indexes. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return scramble(hash)
}

export interface Random {
  /** The next whole number below `bound`. */
  below(bound: number): number
  /** 32 hex digits, as Belvo's request ids in bodies. */
  hex(): string
  uuid(): string
}

export function createRandom(seed: number): Random {
  let drawn = 0
  return {
    below: (bound) => mix(seed, drawn++, 1) % bound,
    hex: () => hexOf(seed, drawn++, 2),
    uuid: () => uuidOf(seed, drawn++, 10),
  }
}

function scramble(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
