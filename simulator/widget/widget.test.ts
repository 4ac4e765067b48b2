import { describe, expect, it } from "vitest"
import { createTestSim, type TestSim } from "@/simulator/testing"
import { widget } from "@/simulator/widget/widget"
import { twelve } from "@/simulator/worlds/twelve"

/** A browser without pictures: opens the widget's address and sends its forms. */
async function openWidget(test: TestSim, tokenBody: object = {}, query = "locale=en") {
  const { key } = test.sim
  const { body } = await test.call("POST", "/api/token/", {
    id: key.id,
    password: key.password,
    scopes: "write_links",
    ...tokenBody,
  })
  const address = `https://widget.example/widget/?access_token=${body.access}&${query}`
  const read = async (response: Response) => ({ status: response.status, text: await response.text() })
  return {
    open: async () => read(await widget(test.sim.sim, new Request(address))),
    send: async (fields: Record<string, string>) =>
      read(
        await widget(
          test.sim.sim,
          new Request(address, {
            method: "POST",
            body: new URLSearchParams({ access_token: String(body.access), ...fields }),
          }),
        ),
      ),
  }
}

const testId = (text: string, id: string) => new RegExp(`data-testid="${id}"[^>]*>([^<]*)<`).exec(text)?.[1]
const sessionIn = (text: string) => /name="session" value="([a-f0-9]{32})"/.exec(text)?.[1] ?? ""

async function bodiesOf({ sim }: TestSim) {
  const bodies: Record<string, unknown>[] = []
  await sim.deliverWebhooks(async (text) => {
    bodies.push(JSON.parse(text))
    return new Response()
  })
  return bodies
}

describe("the widget in update mode", () => {
  it("says that it is a simulator, in the end user's language, loads nothing and needs no script", async () => {
    const test = createTestSim()
    for (const [locale, words] of [
      ["en", "Simulator: this is not Belvo"],
      ["pt", "Simulador: isto não é a Belvo"],
      ["xx", "Simulador: esto no es Belvo"],
    ]) {
      const { text, status } = await (await openWidget(test, { link_id: twelve.invalid }, `locale=${locale}`)).open()
      expect(status).toBe(200)
      expect(text).toContain(words)
      expect(text).not.toMatch(/<script|src="http|<link/)
    }
  })

  it("repairs with the right password: valid, same id, data on its way, and the token is used up", async () => {
    const test = createTestSim()
    const page = await openWidget(test, { link_id: twelve.invalid })
    expect((await page.open()).text).toContain("Gringotts Mexico")
    const { text } = await page.send({ act: "right_password" })
    expect(text).toContain(`data-link="${twelve.invalid}"`)
    expect(test.sim.world.getLink(twelve.invalid)).toMatchObject({
      status: "valid",
      last_accessed_at: "2026-03-01T12:00:00.000Z",
    })
    const again = await page.open()
    expect(again.status).toBe(401)
    expect(testId(again.text, "error")).toBe("ACCESS_TOKEN_NOT_VALID")
    test.advance(30)
    expect((await bodiesOf(test)).map((body) => body.webhook_code)).toContain("historical_update")
  })

  it("with a wrong password the link stays invalid, and a webhook says so where it was valid before", async () => {
    const test = createTestSim()
    const page = await openWidget(test, { link_id: twelve.valid })
    const { text } = await page.send({ act: "wrong_password" })
    expect(testId(text, "error")).toBe("The institution did not accept these credentials.")
    expect(test.sim.world.getLink(twelve.valid)?.status).toBe("invalid")
    expect(await bodiesOf(test)).toEqual([
      expect.objectContaining({ webhook_code: "invalid_credentials", link_id: twelve.valid }),
    ])
    expect((await page.send({ act: "right_password" })).text).toContain("connected")
  })

  it("asks for the token alone where only that is missing, and shows the right one", async () => {
    const test = createTestSim()
    const page = await openWidget(test, { link_id: twelve.tokenRequired })
    const asked = await page.open()
    expect(asked.text).not.toContain("right-password")
    const wrong = await page.send({ act: "token", session: sessionIn(asked.text), token: "000000" })
    expect(testId(wrong.text, "error")).toBe("The code is wrong or has changed. Try the new one.")
    const token = testId(wrong.text, "right-token") ?? ""
    const { text } = await page.send({ act: "token", session: sessionIn(wrong.text), token })
    expect(text).toContain('data-testid="connected"')
    expect(test.sim.world.getLink(twelve.tokenRequired)?.status).toBe("valid")
  })

  it("finishes an unconfirmed link: the password, then the numeric token", async () => {
    const test = createTestSim()
    const page = await openWidget(test, { link_id: twelve.unconfirmed })
    const asked = await page.send({ act: "right_password" })
    const code = testId(asked.text, "challenge") ?? ""
    await page.send({ act: "token", session: sessionIn(asked.text), token: [...code].reverse().join("") })
    expect(test.sim.world.getLink(twelve.unconfirmed)?.status).toBe("valid")
  })

  it("shows a QR code and waits for the other device", async () => {
    const test = createTestSim()
    const page = await openWidget(test, { link_id: twelve.orphan })
    const asked = await page.open()
    expect(asked.text).toContain('src="data:image/png;base64,')
    expect(testId(asked.text, "right-token")).toBeUndefined()
    await page.send({ act: "token", session: sessionIn(asked.text) })
    expect(test.sim.world.getLink(twelve.orphan)?.status).toBe("valid")
  })

  it("does not answer the session of another link", async () => {
    const test = createTestSim()
    const others = await (await openWidget(test, { link_id: twelve.tokenRequired })).open()
    const page = await openWidget(test, { link_id: twelve.invalid })
    await page.send({ act: "token", session: sessionIn(others.text), token: "111111" })
    expect(test.sim.world.getLink(twelve.tokenRequired)?.status).toBe("token_required")
  })

  it("sends open finance to My Belvo Portal", async () => {
    const test = createTestSim()
    const { text } = await (await openWidget(test, { link_id: twelve.openFinance })).open()
    expect(testId(text, "consent-only")).toContain("My Belvo Portal")
    expect(text).not.toContain("right-password")
  })

  it("hands back to the token's addresses, with Belvo's keys", async () => {
    const test = createTestSim()
    const widgetBody = { callback_urls: { success: "https://enlace.example/back", exit: "app://exit" } }
    const page = await openWidget(test, { link_id: twelve.invalid, widget: widgetBody })
    expect((await page.send({ act: "exit" })).text).toContain(
      'href="app://exit?meta_data_institution_name=gringotts_mx_retail',
    )
    const { text } = await page.send({ act: "right_password" })
    expect(text).toContain(`https://enlace.example/back?link=${twelve.invalid}&amp;institution=gringotts_mx_retail`)
    expect(text).toContain('http-equiv="refresh"')
  })

  it.each([601, 1200])("is not valid after %i seconds", async (seconds) => {
    const test = createTestSim()
    const page = await openWidget(test, { link_id: twelve.invalid })
    test.advance(seconds)
    expect((await page.open()).status).toBe(401)
  })

  it("escapes what it shows", async () => {
    const test = createTestSim()
    const access = '"><script>alert(1)</script>'
    const address = `https://widget.example/?access_token=${encodeURIComponent(access)}`
    const response = await widget(test.sim.sim, new Request(address))
    expect(await response.text()).not.toContain("<script>")
    const widgetBody = { callback_urls: { exit: 'https://x.example/"><script>' } }
    const page = await openWidget(test, { link_id: twelve.invalid, widget: widgetBody })
    expect((await page.send({ act: "exit" })).text).not.toContain("<script>")
  })
})

describe("the widget in create mode", () => {
  it("creates a link with the address's external id, as the token says", async () => {
    const test = createTestSim()
    const more = { fetch_resources: ["ACCOUNTS", "INVOICES"], stale_in: "90d" }
    const page = await openWidget(test, more, "locale=en&external_id=usr_7777&access_mode=single&country_codes=CL")
    const { text } = await page.open()
    expect(text).toContain("erebor_cl_retail")
    expect(text).not.toContain("erebor_mx_retail")
    await page.send({ act: "connect", institution: "erebor_cl_retail", username: "bnk100" })
    const [link] = test.sim.world.eachLink()
    expect(link).toMatchObject({
      institution: "erebor_cl_retail",
      external_id: "usr_7777",
      access_mode: "single",
      status: "valid",
      stale_in: "90d",
      fetch_resources: ["ACCOUNTS"],
    })
  })

  it("creates nothing for a wrong password, and nothing twice where duplicates are refused", async () => {
    const test = createTestSim({ refuseDuplicates: true })
    const fields = { institution: "erebor_mx_retail", username: "bnk100" }
    const page = await openWidget(test)
    await page.send({ act: "connect_wrong", ...fields })
    expect(test.sim.world.size).toBe(12)
    await page.send({ act: "connect", ...fields })
    const refused = await (await openWidget(test)).send({ act: "connect", ...fields })
    expect(testId(refused.text, "error")).toBe("This account is connected already.")
    expect(test.sim.world.size).toBe(13)
  })

  it("leaves an unconfirmed link behind where the token is never given", async () => {
    const test = createTestSim()
    const page = await openWidget(test)
    const asked = await page.send({ act: "connect", institution: "heimdall_mx_retail", username: "mfa_default" })
    const [link] = test.sim.world.eachLink()
    expect(link?.status).toBe("unconfirmed")
    await page.send({ act: "token", session: sessionIn(asked.text), token: "111111" })
    expect(test.sim.world.getLink(link?.id ?? "")?.status).toBe("valid")
  })
})

describe("the widget in a frame", () => {
  const messagesIn = (text: string) => JSON.parse(/of (\[.*\])\) parent/.exec(text)?.[1] ?? "[]")

  it("tells the page around it of errors, of success, and of why somebody left", async () => {
    const test = createTestSim()
    const page = await openWidget(test, { link_id: twelve.invalid }, "locale=en&embedded=1")
    expect(messagesIn((await page.open()).text)).toMatchObject([{ type: "event", data: { eventName: "PAGE_LOAD" } }])
    const wrong = await page.send({ act: "wrong_password" })
    expect(messagesIn(wrong.text)[1]).toMatchObject({
      data: { eventName: "ERROR", meta_data: { error_code: "login_error", institution_name: "gringotts_mx_retail" } },
    })
    const left = await page.send({ act: "exit" })
    expect(messagesIn(left.text)[1]).toMatchObject({
      type: "exit",
      data: { last_encountered_error: { code: "login_error" } },
    })
    const down = await page.send({ act: "exit:institution_down" })
    expect(messagesIn(down.text)[1]).toMatchObject({ data: { last_encountered_error: { code: "institution_down" } } })
    const { text } = await page.send({ act: "right_password" })
    expect(messagesIn(text)[1]).toEqual({ type: "success", link: twelve.invalid, institution: "gringotts_mx_retail" })
    expect(messagesIn((await page.open()).text)[1]).toMatchObject({
      data: { meta_data: { error_code: "ACCESS_TOKEN_NOT_VALID" } },
    })
  })
})
