import { cookies } from "next/headers"
import type { AuthOptions } from "next-auth"
import { runtime } from "@/lib/runtime"
import { sessionCookies } from "@/lib/session-cookies"

declare module "next-auth" {
  interface User {
    epoch: number
  }
  interface Session {
    memberId: string
    epoch: number
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    epoch: number
  }
}

const sessionSeconds = 12 * 60 * 60

/** Sessions are signed tokens that say who and of which epoch; what that person may do is read from the database each time. */
export function sessionOptions(): AuthOptions {
  return {
    secret: runtime().env.nextAuthSecret,
    session: { strategy: "jwt", maxAge: sessionSeconds },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [],
    logger: { error: (code) => runtime().log.warn("next-auth", { code }), warn() {}, debug() {} },
    callbacks: {
      jwt: ({ token, user }) => (user ? { sub: user.id, epoch: user.epoch } : { ...token }),
      session: ({ session, token }) => ({ expires: session.expires, memberId: token.sub ?? "", epoch: token.epoch }),
      redirect: ({ url, baseUrl }) => ownAddress(url, baseUrl),
    },
  }
}

/** The path of an address of ours; anything else leads to the start page. */
export function ownAddress(url: string, baseUrl: string): string {
  if (!URL.canParse(url, baseUrl)) return baseUrl
  const target = new URL(url, baseUrl)
  return target.origin === new URL(baseUrl).origin ? target.href : baseUrl
}

/** Signs this browser out. */
export async function forgetSession(): Promise<void> {
  const jar = await cookies()
  for (const name of sessionCookies) {
    jar.set(name, "", { path: "/", maxAge: 0, httpOnly: true, secure: name.startsWith("__Secure-") })
  }
}
