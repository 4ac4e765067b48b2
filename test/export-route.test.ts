import { describe, expect, it } from "vitest"
import { HEAD } from "@/app/api/[environment]/[file]/route"

describe("HEAD /api/{environment}/{file}", () => {
  it("is refused, because asking what a file would be would make one", () => {
    const answer = HEAD()
    expect([answer.status, answer.headers.get("allow"), answer.body]).toEqual([405, "GET", null])
  })
})
