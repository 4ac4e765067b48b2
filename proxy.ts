import { randomBytes } from "node:crypto"
import { type NextRequest, NextResponse } from "next/server"
import { contentSecurityPolicy } from "@/lib/content-security-policy"
import { sessionCookies } from "@/lib/session-cookies"

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
  if (request.method === "GET" && isForMembers(request.nextUrl.pathname) && !hasSession(request)) {
    const signIn = new URL("/sign-in", request.nextUrl)
    const { pathname, search } = request.nextUrl
    if (pathname !== "/") signIn.searchParams.set("callbackUrl", `${pathname}${search}`)
    return NextResponse.redirect(signIn)
  }
  const https = process.env.NEXTAUTH_URL?.startsWith("https://") ?? false
  const policy = contentSecurityPolicy({
    nonce: randomBytes(16).toString("base64"),
    development: process.env.NODE_ENV === "development",
    https,
  })
  const headers = new Headers(request.headers)
  headers.set("content-security-policy", policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set("content-security-policy", policy)
  if (https) response.headers.set("strict-transport-security", "max-age=31536000")
  return response
}

const open = ["/sign-in", "/invitation", "/repair"]

const isForMembers = (path: string): boolean => !open.some((start) => path === start || path.startsWith(`${start}/`))

const hasSession = ({ cookies }: NextRequest): boolean => sessionCookies.some((name) => cookies.has(name))
