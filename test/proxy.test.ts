import { unstable_doesMiddlewareMatch } from "next/experimental/testing/server"
import { NextRequest } from "next/server"
import { describe, expect, it } from "vitest"
import { askedHeader } from "@/lib/sign-in-path"
import { config, proxy } from "@/proxy"

const isGuarded = (url: string) => unstable_doesMiddlewareMatch({ config, nextConfig: {}, url })

describe("the proxy's matcher", () => {
  it.each([
    "/",
    "/sandbox/links",
    "/icon/links",
    "/icons",
    "/icon-prod/links?status=invalid",
    "/icon.svgs/links",
    "/api-two/links",
    "/favicon/links",
    "/sign-in",
    "/repairs",
    "/repair/return/sandbox/1/exit",
    "/sandbox/repair",
  ])("takes %s", (url) => {
    expect(isGuarded(url)).toBe(true)
  })

  it.each([
    "/icon.svg",
    "/icon.svg?0a1b",
    "/favicon.ico",
    "/api/sandbox/status",
    "/_next/static/chunks/a.js",
    "/_next/image?url=a",
    "/repair/AAAAAAAAAAAAAAAAAAAAAA",
    "/repair/AAAAAAAAAAAAAAAAAAAAAA/state",
    "/repair.js",
  ])("leaves %s alone", (url) => {
    expect(isGuarded(url)).toBe(false)
  })
})

describe("the proxy", () => {
  const page = "http://console.invalid/sandbox/links?status=invalid"
  const ask = (headers: Record<string, string>) => proxy(new NextRequest(page, { headers }))
  const signIn = (headers: Record<string, string>) =>
    Object.fromEntries(new URL(ask(headers).headers.get("location") ?? "").searchParams)
  const callbackUrl = "/sandbox/links?status=invalid"

  it("leads a stranger to the sign-in and says that a session ended only to who was inside", () => {
    expect(signIn({})).toEqual({ callbackUrl })
    expect(signIn({ "sec-fetch-site": "none" })).toEqual({ callbackUrl })
    expect(signIn({ "sec-fetch-site": "cross-site" })).toEqual({ callbackUrl })
    expect(signIn({ "sec-fetch-site": "same-origin" })).toEqual({ ended: "1", callbackUrl })
  })

  it("names the page that is asked for, whatever the request says of it", () => {
    const { headers } = ask({ cookie: "next-auth.session-token=any", [askedHeader]: "https://evil.example.com" })
    expect(headers.get(`x-middleware-request-${askedHeader}`)).toBe(callbackUrl)
  })
})
