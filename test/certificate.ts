import { generateKeyPairSync, type KeyObject, sign } from "node:crypto"

export type Certificate = { cert: string; key: string }

/** A certificate for one host name that vouches for itself, as PEM: X.509 v3, by hand, for Node makes none. */
export function selfSigned(host: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const body = toBeSigned(host, publicKey)
  const signature = sign("sha256", body, privateKey)
  const cert = sequence(body, ecdsaWithSha256, tlv(0x03, Buffer.from([0]), signature))
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${cert.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  }
}

function toBeSigned(host: string, publicKey: KeyObject): Buffer {
  const name = sequence(tlv(0x31, sequence(oid("550403"), tlv(0x0c, Buffer.from(host)))))
  const dayMs = 86_400_000
  const validity = sequence(utcTime(Date.now() - dayMs), utcTime(Date.now() + dayMs))
  const isAuthority = sequence(oid("551d13"), tlv(0x04, sequence(tlv(0x01, Buffer.from([0xff])))))
  const forHost = sequence(oid("551d11"), tlv(0x04, sequence(tlv(0x82, Buffer.from(host)))))
  const version3 = tlv(0xa0, tlv(0x02, Buffer.from([2])))
  const serial = tlv(0x02, Buffer.from([1]))
  const key = publicKey.export({ type: "spki", format: "der" })
  return sequence(
    version3,
    serial,
    ecdsaWithSha256,
    name,
    validity,
    name,
    key,
    tlv(0xa3, sequence(isAuthority, forHost)),
  )
}

/** One value of DER: its tag, its length, its bytes. */
function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const { length } = body
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...head]), body])
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, ...parts)
}

function oid(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, "hex"))
}

const utcTime = (ms: number): Buffer =>
  tlv(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, "").slice(2, 14)}Z`))

const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"))
