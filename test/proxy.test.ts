import { unstable_doesMiddlewareMatch } from "next/experimental/testing/server"
import { describe, expect, it } from "vitest"
import { config } from "@/proxy"

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
