import { describe, expect, it } from "vitest"
import { parseHidden, writeHidden } from "./column-memory"

describe("hidden columns in their cookie", () => {
  it("come back as they went", () => {
    const hidden = { links: ["country", "type"], audit: [] }
    expect(parseHidden(writeHidden(hidden))).toEqual(hidden)
  })

  it.each([undefined, "", ";;", ":x", "links", "=;="])("are none where the cookie is %j", (cookie) => {
    expect(parseHidden(cookie)).toEqual({})
  })
})
