import { describe, expect, it } from "vitest"
import { findLeaks, seenIn } from "@/test/leaks"

const secret = 'it\'s "secret"/+?'
const secrets = { password: secret }

describe("findLeaks", () => {
  it.each([
    ["as it is", `before ${secret} after`],
    ["in an address", `/a?b=${encodeURIComponent(secret)}`],
    ["in JSON", JSON.stringify({ a: { b: secret } })],
    ["as bytes", `\\x00${Buffer.from(secret).toString("hex")}ff`],
    ["as basic authorization", `Basic ${Buffer.from(`id:${secret}`).toString("base64")}`],
    ["as basic authorization one off", `Basic ${Buffer.from(`id1:${secret}`).toString("base64")}`],
    ["in a token", Buffer.from(`{"a":"b","p":"${secret}"}`).toString("base64url")],
  ])("finds a secret %s", (_how, text) => {
    expect(findLeaks(secrets, [{ where: "here", text }])).toEqual(["password in here"])
  })

  it("finds nothing in what is alike", () => {
    expect(findLeaks(secrets, [{ where: "here", text: secret.toUpperCase() }])).toEqual([])
  })
})

describe("seenIn", () => {
  it("looks into what an error hides", () => {
    const cause = Object.defineProperty(new Error("inner"), "request", {
      value: { headers: { key: secret } },
      enumerable: false,
    })
    const error = new Error("outer", { cause })
    expect(findLeaks(secrets, seenIn("an error", error))).toEqual(["password in an error"])
  })
})
