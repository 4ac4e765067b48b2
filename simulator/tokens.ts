import { createHmac, timingSafeEqual } from "node:crypto"
import { hexOf } from "@/simulator/random"
import { minute, second } from "@/simulator/time"

/** What the simulator remembers of a widget access token: by its `jti`, never the token. */
export interface IssuedToken {
  jti: string
  /** The row of an update token, null for a create token. */
  row: number | null
  issuedAt: number
  used: boolean
  callbacks: Record<string, string>
  createWith: Record<string, unknown>
  /** What the widget last complained of, which it says to whoever it leads back. */
  lastError?: string
  /** Where the end user of a create token was last. */
  lastInstitution?: string
}

export interface Tokens {
  issue(claims: Record<string, unknown>, token: Omit<IssuedToken, "used">): { access: string; refresh: string }
  /** The token, where its signature is right, it is not used yet and not older than ten minutes. */
  open(access: string, now: number): IssuedToken | null
}

/** The signature says twenty minutes, Belvo's pages say ten, and ten is what holds. */
const lifeSeconds = 1200
const usableFor = 10 * minute
const refreshLifeSeconds = 622_080_000

export function createTokens(seed: number): Tokens {
  const secret = hexOf(seed, 0, 960)
  const issued = new Map<string, IssuedToken>()
  return {
    issue(claims, token) {
      const iat = Math.floor(token.issuedAt / second)
      const sign = (type: string, life: number, jti: string): string =>
        signJwt({ token_type: type, exp: iat + life, iat, jti, ...claims }, secret)
      issued.set(token.jti, { ...token, used: false })
      return {
        access: sign("access", lifeSeconds, token.jti),
        refresh: sign("refresh", refreshLifeSeconds, hexOf(seed, issued.size, 970)),
      }
    },
    open(access, now) {
      const jti = readJti(access, secret)
      const token = jti === null ? undefined : issued.get(jti)
      return token && !token.used && now - token.issuedAt < usableFor ? token : null
    },
  }
}

function signJwt(payload: Record<string, unknown>, secret: string): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url")
  const content = `${encode({ typ: "JWT", alg: "HS512" })}.${encode(payload)}`
  return `${content}.${signatureOf(content, secret).toString("base64url")}`
}

const signatureOf = (content: string, secret: string): Buffer => createHmac("sha512", secret).update(content).digest()

function readJti(access: string, secret: string): string | null {
  const [header, payload, signature] = access.split(".")
  if (!header || !payload || !signature) return null
  const given = Buffer.from(signature, "base64url")
  const right = signatureOf(`${header}.${payload}`, secret)
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString())
  if (typeof claims !== "object" || claims === null || !("jti" in claims)) return null
  return "token_type" in claims && claims.token_type === "access" ? String(claims.jti) : null
}
