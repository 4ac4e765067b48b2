import { describe, expect, it } from "vitest"
import { createTestSim } from "@/simulator/testing"
import { twelve } from "@/simulator/worlds/twelve"

describe("PATCH /api/links/{id}/", () => {
  it("changes storage and resources, and nothing else follows", async () => {
    const { sim, call } = createTestSim()
    const { status, body } = await call("PATCH", `/api/links/${twelve.valid}/`, {
      stale_in: "90d",
      fetch_resources: ["BILLS"],
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({ stale_in: "90d", fetch_resources: ["BILLS"], access_mode: "recurrent" })
    expect(sim.sim.later.waiting).toBe(0)
  })

  it("switches a single link to recurrent, and fetches its data the next day", async () => {
    const { sim, call, advance } = createTestSim()
    const { body } = await call("PATCH", `/api/links/${twelve.single}/`, { access_mode: "recurrent" })
    expect(body).toMatchObject({ access_mode: "recurrent", refresh_rate: "7d" })
    advance(24 * 3600 - 1)
    expect(sim.sim.webhooks.waiting).toBe(0)
    advance(60)
    expect(sim.sim.webhooks.waiting).toBeGreaterThan(0)
  })

  it("does not switch a link whose credentials were never stored", async () => {
    const { call } = createTestSim()
    const { status, body } = await call("PATCH", `/api/links/${twelve.storageOver}/`, { access_mode: "recurrent" })
    expect([status, body.code]).toEqual([400, "invalid_access_mode_switch"])
  })

  it("refuses what is no choice", async () => {
    const { call } = createTestSim()
    const { body } = await call("PATCH", `/api/links/${twelve.single}/`, { access_mode: "often" })
    expect(body).toMatchObject({ code: "invalid_choice", field: "access_mode" })
  })
})

describe("PUT /api/links/{id}/", () => {
  it("makes an invalid link valid with a new password, its id unchanged", async () => {
    const { call, sim } = createTestSim()
    const { status, body } = await call("PUT", `/api/links/${twelve.invalid}/`, { password: "better" })
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: twelve.invalid, status: "valid" })
    expect(sim.sim.later.waiting).toBe(1)
  })

  it("refuses a wrong password, and leaves the link invalid", async () => {
    const { call, sim } = createTestSim()
    const { status, body } = await call("PUT", `/api/links/${twelve.valid}/`, { password: "wrong" })
    expect([status, body.code]).toEqual([400, "login_error"])
    expect(sim.world.getLink(twelve.valid)?.status).toBe("invalid")
  })

  it("asks for a token where the institution does, unless it came along", async () => {
    const { call } = createTestSim()
    const path = `/api/links/${twelve.tokenRequired}/`
    expect((await call("PUT", path, { password: "better" })).status).toBe(428)
    expect((await call("PUT", path, { password: "better", token: "111111" })).status).toBe(200)
  })

  it.each([
    [{}, "required"],
    [{ password: "" }, "blank"],
  ])("refuses %o", async (body, code) => {
    const answer = await createTestSim().call("PUT", `/api/links/${twelve.valid}/`, body)
    expect(answer.body).toMatchObject({ code, field: "password" })
  })
})
