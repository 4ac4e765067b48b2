import { describe, expect, it } from "vitest"
import { openBelvo } from "@/lib/environments/commands"
import { getBelvoOutage } from "@/lib/environments/queries"
import { testWorld } from "@/test/world"

describe("getBelvoOutage", () => {
  it("begins with the first of three failures in a row and ends with any answer of Belvo's", async () => {
    let status = 503
    const fetch = async () => Response.json([], { status })
    const { ctx } = await testWorld({ permissions: ["keys:open", "links:read"], fetch })
    const ask = async () => {
      const belvo = await openBelvo(ctx, "member")
      return belvo.testKey()
    }
    const before = new Date()
    while ((await getBelvoOutage(ctx)) === null) await ask()
    const since = await getBelvoOutage(ctx)
    expect(since?.getTime()).toBeGreaterThanOrEqual(before.getTime() - 1_000)
    await ask()
    expect(await getBelvoOutage(ctx)).toEqual(since)
    status = 401
    await ask()
    expect(await getBelvoOutage(ctx)).toBeNull()
  })

  it("takes a single failure for an accident", async () => {
    let calls = 0
    const fetch = async () => {
      calls++
      if (calls === 1) throw new TypeError("connection reset")
      return Response.json({})
    }
    const { ctx } = await testWorld({ permissions: ["keys:open", "links:read"], fetch })
    await (await openBelvo(ctx, "member")).testKey()
    expect(calls).toBeGreaterThan(0)
    expect(await getBelvoOutage(ctx)).toBeNull()
  })
})
