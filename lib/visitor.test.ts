import { expect, it } from "vitest"
import { createLog } from "@/lib/log"
import { answerKindly, type Visitor } from "@/lib/visitor"

it("answers in its own words what could not be answered, and logs neither the address nor the token in it", async () => {
  const token = "A".repeat(22)
  const lines: string[] = []
  const log = createLog("test", (line) => lines.push(line))
  const visitor = { ctx: { log, requestId: "r1" } } as unknown as Visitor
  const broken = async () => {
    throw Object.assign(new Error("the database is away"), { path: `/repair/${token}`, parameters: [token] })
  }
  const answer = await answerKindly(visitor, broken, () => new Response("kind", { status: 500 }))
  expect([answer.status, await answer.text()]).toEqual([500, "kind"])
  expect(lines).toHaveLength(1)
  expect(lines.join()).toContain("the database is away")
  expect(lines.join()).not.toContain(token)
})
