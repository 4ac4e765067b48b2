import { z } from "zod"

const belvoHosts = ["sandbox.belvo.com", "api.belvo.com"]
const keyBytes = (text: string) => Buffer.from(text, "base64")

const schema = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\/.+/),
  NEXTAUTH_SECRET: z.string().min(32),
  NEXTAUTH_URL: z.url(),
  ENLACE_KEY: z
    .base64()
    .refine((text) => keyBytes(text).length === 32)
    .transform(keyBytes),
  BELVO_ALLOWED_HOSTS: z.string().default("").transform(toList),
  DIRECTORY_ALLOWED_HOSTS: z.string().default("").transform(toList),
  WEBHOOK_ALLOWED_HOSTS: z.string().default("").transform(toList),
  BELVO_WIDGET_URL: z.url().default("https://widget.belvo.io"),
  BELVO_WIDGET_SDK_URL: z.url().default("https://cdn.belvo.io/belvo-widget-1-stable.js"),
  BELVO_REQUESTS_PER_30S: z.coerce.number().int().min(10).max(100_000).default(80),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  BELVO_ENVIRONMENT: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/)
    .default("sandbox"),
  BELVO_BASE_URL: z.url().optional(),
  BELVO_SECRET_ID: z.string().optional(),
  BELVO_SECRET_PASSWORD: z.string().optional(),
  BELVO_WEBHOOK_AUTHORIZATION: z.string().min(8).optional(),
  ENLACE_ADMIN_EMAIL: z.email().optional(),
  ENLACE_ADMIN_PASSWORD: z.string().min(10).optional(),
})
type Name = keyof z.infer<typeof schema>

/** What each must be, and an example that works. */
const hints: Record<Name, readonly [string, string]> = {
  DATABASE_URL: ["the address of a PostgreSQL 15 or newer", "postgresql://enlace:secret@127.0.0.1:5432/enlace"],
  NEXTAUTH_SECRET: ["at least 32 characters", "$(openssl rand -base64 32)"],
  NEXTAUTH_URL: ["the address that people open", "https://enlace.example.com"],
  ENLACE_KEY: ["32 bytes in base64", "$(openssl rand -base64 32)"],
  BELVO_ALLOWED_HOSTS: ["hosts with their ports, separated by commas", "127.0.0.1:4010"],
  DIRECTORY_ALLOWED_HOSTS: ["hosts with their ports, separated by commas", "127.0.0.1:5433"],
  WEBHOOK_ALLOWED_HOSTS: ["hosts with their ports, separated by commas", "mailer.internal:443"],
  BELVO_WIDGET_URL: ["the address of the Connect widget", "https://widget.belvo.io"],
  BELVO_WIDGET_SDK_URL: ["the address of the Connect widget's script", "https://cdn.belvo.io/belvo-widget-1-stable.js"],
  BELVO_REQUESTS_PER_30S: ["a whole number from 10", "80"],
  TRUSTED_PROXY_HOPS: ["a whole number from 0 to 10", "1"],
  BELVO_ENVIRONMENT: ["a slug of lower-case letters, digits and dashes", "sandbox"],
  BELVO_BASE_URL: ["the address of Belvo's API", "https://sandbox.belvo.com"],
  BELVO_SECRET_ID: ["the id of the key", "the id that Belvo's dashboard shows"],
  BELVO_SECRET_PASSWORD: ["the password of the key", "the password that Belvo's dashboard showed once"],
  BELVO_WEBHOOK_AUTHORIZATION: ["the Authorization value of the webhooks", "'Bearer a-long-random-text'"],
  ENLACE_ADMIN_EMAIL: ["an e-mail address", "admin@example.com"],
  ENLACE_ADMIN_PASSWORD: ["at least 10 characters", "'correct horse battery'"],
}

export type Env = ReturnType<typeof readEnv>

export class EnvError extends Error {
  override readonly name = "EnvError"
}

/** Read when a process starts, never at import. Throws `EnvError` naming every variable that is missing or malformed. */
export function readEnv(source: Readonly<Record<string, string | undefined>>) {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const names = new Set(parsed.error.issues.map((issue) => issue.path[0]))
    const wrong = schema.keyof().options.filter((name) => names.has(name))
    throw new EnvError(wrong.map((name) => complaint(name, given[name])).join("\n"))
  }
  const env = parsed.data
  return {
    databaseUrl: env.DATABASE_URL,
    nextAuthSecret: env.NEXTAUTH_SECRET,
    nextAuthUrl: env.NEXTAUTH_URL,
    key: env.ENLACE_KEY,
    belvoAllowedHosts: env.BELVO_ALLOWED_HOSTS,
    /** Where a directory's source may be although the address is this machine's, link-local, or that of our own database's server. */
    directoryAllowedHosts: env.DIRECTORY_ALLOWED_HOSTS,
    /** Where our own webhooks may go although the address is private; http for this machine's alone. */
    webhookAllowedHosts: env.WEBHOOK_ALLOWED_HOSTS,
    belvoWidgetUrl: env.BELVO_WIDGET_URL,
    belvoWidgetSdkUrl: env.BELVO_WIDGET_SDK_URL,
    belvoRequestsPer30s: env.BELVO_REQUESTS_PER_30S,
    trustedProxyHops: env.TRUSTED_PROXY_HOPS,
    /** The first environment and the first member: used only where there is none yet. */
    first: {
      slug: env.BELVO_ENVIRONMENT,
      baseUrl: env.BELVO_BASE_URL,
      secretId: env.BELVO_SECRET_ID,
      secretPassword: env.BELVO_SECRET_PASSWORD,
      webhookAuthorization: env.BELVO_WEBHOOK_AUTHORIZATION,
      adminEmail: env.ENLACE_ADMIN_EMAIL,
      adminPassword: env.ENLACE_ADMIN_PASSWORD,
    },
  }
}

/** Where a base URL may point: https and Belvo's two hosts, or a host the operator allowed (http for loopback alone). */
export function isAllowedBaseUrl(text: string, allowedHosts: readonly string[]): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username || url.password || url.search || url.hash || url.pathname !== "/") return false
  const loopback = ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname)
  const scheme = url.protocol === "https:" || (url.protocol === "http:" && loopback)
  return scheme && (belvoHosts.includes(url.host) || allowedHosts.includes(url.host))
}

function complaint(name: Name, given: string | undefined): string {
  const [what, example] = hints[name]
  return `${name} is ${given === undefined ? "missing" : "malformed"}: it must be ${what}, for example ${name}=${example}`
}

function toList(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
}
