import { describe, expect, it } from "vitest"
import { failureOf } from "@/lib/jobs/rules"

describe("failureOf", () => {
  it("shows what the product wrote for people to read", () => {
    const output = { name: "BelvoNetwork", message: "Belvo could not be reached", code: "BELVO", stack: "at …" }
    expect(failureOf(output)).toEqual({ name: "BelvoNetwork BELVO", text: "Belvo could not be reached" })
  })

  it("keeps back what a driver wrote, which may hold a person's value, and shows its code", () => {
    const message = "Key (external_id)=(usr_001204) already exists"
    expect(failureOf({ name: "PrismaClientKnownRequestError", code: "P2010", message })).toEqual({
      name: "PrismaClientKnownRequestError P2010",
      text: null,
    })
    expect(failureOf({ message: "postgres://user:secret@host" })).toEqual({ name: "Error", text: null })
    expect(failureOf({ name: "Error", code: "not a code: secret", message })).toEqual({ name: "Error", text: null })
  })

  it("knows what the queue itself says of a worker that died or took too long", () => {
    const output = { value: { message: "job heartbeat timeout" } }
    expect(failureOf(output)).toEqual({ name: "Queue", text: "job heartbeat timeout" })
  })

  it("cuts what is long, and says nothing of nothing", () => {
    expect(failureOf({ name: "AppError", message: "x".repeat(5_000) })?.text).toHaveLength(400)
    expect([null, undefined, "text", 7].map(failureOf)).toEqual([null, null, null, null])
  })
})
