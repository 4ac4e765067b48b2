import { describe, expect, it } from "vitest"
import { EnvError, isAllowedBaseUrl, readEnv } from "@/lib/env"

const good = {
  DATABASE_URL: "postgresql://enlace@127.0.0.1:5432/enlace",
  NEXTAUTH_SECRET: "x".repeat(32),
  NEXTAUTH_URL: "http://127.0.0.1:3000",
  ENLACE_KEY: Buffer.alloc(32).toString("base64"),
}

describe("readEnv", () => {
  it("fills in what may be left out", () => {
    expect(readEnv(good)).toMatchObject({
      belvoRequestsPer30s: 80,
      belvoWidgetUrl: "https://widget.belvo.io",
      belvoAllowedHosts: [],
      directoryAllowedHosts: [],
      trustedProxyHops: 0,
      first: { slug: "sandbox" },
    })
  })

  it("reads a list between commas", () => {
    const { directoryAllowedHosts } = readEnv({
      ...good,
      DIRECTORY_ALLOWED_HOSTS: " db.example.com:5432, 10.0.0.7:5433,",
    })
    expect(directoryAllowedHosts).toEqual(["db.example.com:5432", "10.0.0.7:5433"])
  })

  it("takes an empty variable for one that is not set", () => {
    expect(readEnv({ ...good, BELVO_ENVIRONMENT: "", ENLACE_ADMIN_EMAIL: "" }).first).toMatchObject({ slug: "sandbox" })
  })

  it.each([
    ["DATABASE_URL", "mysql://x"],
    ["NEXTAUTH_SECRET", "short"],
    ["ENLACE_KEY", Buffer.alloc(31).toString("base64")],
    ["ENLACE_KEY", "not base64!"],
    ["BELVO_REQUESTS_PER_30S", "many"],
    ["TRUSTED_PROXY_HOPS", "-1"],
    ["BELVO_ENVIRONMENT", "Sand Box"],
    ["ENLACE_ADMIN_EMAIL", "nobody"],
  ])("names %s where it is %j, without repeating the value", (name, value) => {
    const complaint = errorOf({ ...good, [name]: value }).message
    expect(complaint).toContain(`${name} is malformed`)
    expect(complaint).toContain("for example")
    expect(complaint.split("\n")).toHaveLength(1)
  })

  it("names all that is missing at once", () => {
    expect(errorOf({}).message.match(/^\w+ is missing/gm)).toEqual([
      "DATABASE_URL is missing",
      "NEXTAUTH_SECRET is missing",
      "NEXTAUTH_URL is missing",
      "ENLACE_KEY is missing",
    ])
  })
})

describe("isAllowedBaseUrl", () => {
  it.each([
    ["https://sandbox.belvo.com", true],
    ["https://api.belvo.com", true],
    ["http://sandbox.belvo.com", false],
    ["https://sandbox.belvo.com.example.com", false],
    ["https://user:password@sandbox.belvo.com", false],
    ["https://sandbox.belvo.com/api", false],
    ["https://sandbox.belvo.com?x=1", false],
    ["http://127.0.0.1:4010", true],
    ["http://127.0.0.1:4011", false],
    ["http://10.0.0.1:4010", false],
    ["https://belvo.internal:8443", true],
    ["http://belvo.internal:8443", false],
    ["file:///etc/passwd", false],
    ["nonsense", false],
  ])("%s: %s", (url, allowed) => {
    expect(isAllowedBaseUrl(url, ["127.0.0.1:4010", "10.0.0.1:4010", "belvo.internal:8443"])).toBe(allowed)
  })
})

function errorOf(source: Record<string, string>): EnvError {
  try {
    readEnv(source)
  } catch (error) {
    if (error instanceof EnvError) return error
  }
  throw new Error("readEnv accepted it")
}
