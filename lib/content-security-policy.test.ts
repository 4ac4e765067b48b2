import { describe, expect, it } from "vitest"
import { contentSecurityPolicy, repairPolicy } from "@/lib/content-security-policy"

const served = { nonce: "bm9uY2U=", development: false, https: true }
const directive = (policy: string, name: string) => policy.split("; ").find((one) => one.startsWith(`${name} `))

describe("contentSecurityPolicy", () => {
  it("lets a script run by the nonce of its document alone", () => {
    expect(directive(contentSecurityPolicy(served), "script-src")).toBe(
      "script-src 'self' 'nonce-bm9uY2U=' 'strict-dynamic'",
    )
  })

  it("allows style attributes, but no inline style sheet", () => {
    const policy = contentSecurityPolicy(served)
    expect(directive(policy, "style-src-attr")).toBe("style-src-attr 'unsafe-inline'")
    expect(directive(policy, "style-src")).not.toContain("unsafe-inline")
  })

  it("reaches nothing but this server, and is framed by nobody", () => {
    const policy = contentSecurityPolicy(served)
    expect(policy).not.toMatch(/https?:|\*/)
    expect(directive(policy, "frame-ancestors")).toBe("frame-ancestors 'none'")
    expect(directive(policy, "base-uri")).toBe("base-uri 'none'")
  })

  it("asks for https only where the console is served by it", () => {
    expect(contentSecurityPolicy(served)).toContain("upgrade-insecure-requests")
    expect(contentSecurityPolicy({ ...served, https: false })).not.toContain("upgrade-insecure-requests")
  })

  it("loosens itself for development alone", () => {
    expect(contentSecurityPolicy({ ...served, development: true })).toContain("'unsafe-eval'")
    expect(contentSecurityPolicy(served)).not.toContain("unsafe-eval")
  })
})

describe("repairPolicy", () => {
  it("names Belvo's script and widget, and nobody else", () => {
    const policy = repairPolicy({
      widgetUrl: "https://widget.belvo.io/?a=b",
      sdkUrl: "https://cdn.belvo.io/belvo-widget-1-stable.js",
      portal: "https://meuportal.belvo.com/?mode=landing",
      https: true,
    })
    expect(directive(policy, "default-src")).toBe("default-src 'none'")
    expect(directive(policy, "script-src")).toBe("script-src 'self' https://cdn.belvo.io")
    expect(directive(policy, "frame-src")).toBe("frame-src https://widget.belvo.io")
    expect(directive(policy, "form-action")).toBe(
      "form-action 'self' https://widget.belvo.io https://meuportal.belvo.com",
    )
    expect(
      policy
        .match(/https:\/\/[\w.]+/g)
        ?.every((origin) => origin.endsWith(".belvo.io") || origin.endsWith(".belvo.com")),
    ).toBe(true)
  })
})
