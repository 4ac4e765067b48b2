import { randomBytes } from "node:crypto"
import { type NextRequest, NextResponse } from "next/server"
import { contentSecurityPolicy } from "@/lib/content-security-policy"
import { sessionCookies } from "@/lib/session-cookies"
import { askedHeader, signInPath } from "@/lib/sign-in-path"

export const config = {
  matcher: [
    {
      source: "/((?!api/|repair/(?!return/)|repair\\.js$|_next/static/|_next/image$|favicon\\.ico$|icon\\.svg$).*)",
      missing: [{ type: "header", key: "next-router-prefetch" }],
    },
  ],
}

/** Gives every document its policy and its nonce. Leads strangers to the sign-in; each page asks again for itself. */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  const path = `${pathname}${search}`
  if (request.method === "GET" && isForMembers(pathname) && !hasSession(request)) {
    return NextResponse.redirect(new URL(signInPath({ path, ended: isFromInside(request) }), request.nextUrl))
  }
  const https = process.env.NEXTAUTH_URL?.startsWith("https://") ?? false
  const policy = contentSecurityPolicy({
    nonce: randomBytes(16).toString("base64"),
    development: process.env.NODE_ENV === "development",
    https,
  })
  const headers = new Headers(request.headers)
  headers.set("content-security-policy", policy)
  headers.set(askedHeader, path)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set("content-security-policy", policy)
  if (https) response.headers.set("strict-transport-security", "max-age=31536000")
  return response
}

const open = ["/sign-in", "/invitation", "/repair"]

const isForMembers = (path: string): boolean => !open.some((start) => path === start || path.startsWith(`${start}/`))

/** One of our own pages asks, so its reader was signed in: a browser drops the cookie of a session that is over. */
const isFromInside = ({ headers }: NextRequest): boolean => headers.get("sec-fetch-site") === "same-origin"

const hasSession = ({ cookies }: NextRequest): boolean => sessionCookies.some((name) => cookies.has(name))
