import { describe, expect, it } from "vitest"
import { isAllowedEndpoint, mostAttempts, nextAttemptAt, retryDelaysMs } from "@/lib/outgoing/rules"

const now = new Date("2026-03-01T12:00:00Z")

describe("nextAttemptAt", () => {
  it("waits longer each time, and gives up after the last", () => {
    const waits = Array.from({ length: mostAttempts }, (_, n) => nextAttemptAt(n + 1, now))
    expect(waits.map((at) => at && at.getTime() - now.getTime())).toEqual([...retryDelaysMs, null])
    expect([...retryDelaysMs]).toEqual([...retryDelaysMs].toSorted((a, b) => a - b))
  })
})

describe("isAllowedEndpoint", () => {
  it.each([
    ["https://mailer.example.com/hook?key=1", [], true],
    ["https://10.0.0.1/hook", [], true],
    ["http://mailer.example.com/hook", ["mailer.example.com:80"], false],
    ["http://127.0.0.1:4020/hook", [], false],
    ["http://127.0.0.1:4020/hook", ["127.0.0.1:4020"], true],
    ["http://127.0.0.1/hook", ["127.0.0.1:80"], true],
    ["https://user:secret@mailer.example.com/", [], false],
    ["https://mailer.example.com/#part", [], false],
    ["ftp://mailer.example.com/", [], false],
    ["mailer.example.com", [], false],
  ])("%s with %j allowed: %s", (url, allowed, expected) => {
    expect(isAllowedEndpoint(url, allowed)).toBe(expected)
  })
})
