import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { afterEach, describe, expect, it, test, vi } from "vitest"
import samples from "@/lib/belvo/fixtures/links.json"
import { LINK_ID, rejection, scriptedBelvo } from "@/lib/belvo/fixtures/script"

const bodyOf = (chunks: readonly string[], end: "close" | "hang" | "reset") =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
      if (end === "close") controller.close()
      if (end === "reset") controller.error(new TypeError("terminated"))
    },
  })
const whole = JSON.stringify(samples.single)
const change = { id: LINK_ID, accessMode: "single" } as const

afterEach(() => {
  vi.useRealTimers()
})

describe("a time-out", () => {
  test.each([
    ["member", 10_000],
    ["visitor", 10_000],
    ["webhook", 30_000],
    ["sweep", 30_000],
  ] as const)("of a %s's call covers headers that never come: %i ms", async (priority, ms) => {
    vi.useFakeTimers()
    const { belvo } = scriptedBelvo([() => new Promise<Response>(() => {})], { priority })
    const error = rejection(belvo.changeAccessMode(change))

    await vi.advanceTimersByTimeAsync(ms - 1)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await error).toMatchObject({ kind: "timeout", belvoCode: "timeout", method: "PATCH" })
  })

  it("covers a body that never ends, and lets go of it", async () => {
    vi.useFakeTimers()
    const body = bodyOf([whole.slice(0, 50)], "hang")
    const cancelled = vi.spyOn(ReadableStreamDefaultReader.prototype, "cancel")
    const { belvo } = scriptedBelvo([() => new Response(body)])
    const error = rejection(belvo.changeAccessMode(change))

    await vi.advanceTimersByTimeAsync(10_000)
    expect(await error).toMatchObject({ kind: "timeout" })
    expect(cancelled).toHaveBeenCalledOnce()
    cancelled.mockRestore()
  })

  it("gives Belvo two minutes where it logs in to an institution", async () => {
    vi.useFakeTimers()
    const { belvo } = scriptedBelvo([() => new Promise<Response>(() => {})])
    const error = rejection(belvo.updateCredentials({ id: LINK_ID, password: "x" }))

    await vi.advanceTimersByTimeAsync(119_999)
    expect(vi.getTimerCount()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await error).toMatchObject({ kind: "timeout" })
  })

  it("of a person's repeat is what is left of the ten seconds", async () => {
    vi.useFakeTimers()
    const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
    const down = () => after(6_000).then(() => new Response(null, { status: 503 }))
    const silent = () => new Promise<Response>(() => {})
    const { belvo } = scriptedBelvo([down, silent], { now: Date.now, sleep: after })
    const settled = vi.fn()
    const error = rejection(belvo.getLink(LINK_ID))
    void error.then(settled)

    await vi.advanceTimersByTimeAsync(9_999)
    expect(settled).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(await error).toMatchObject({ kind: "timeout", message: "Belvo did not answer within 3000 ms" })
  })
})

describe("a body", () => {
  it("may come in pieces, split within a character", async () => {
    const bytes = new TextEncoder().encode(JSON.stringify({ ...samples.single, external_id: "ñandú-日本" }))
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    const { belvo } = scriptedBelvo([() => new Response(body)])

    expect(await belvo.getLink(samples.single.id)).toMatchObject({ link: { externalId: "ñandú-日本" } })
  })

  test.each([
    ["reset on its way", () => new Response(bodyOf([whole.slice(0, 50)], "reset")), "network"],
    ["cut but ended", () => new Response(bodyOf([whole.slice(0, 50)], "close")), "body_cut"],
    ["empty", () => new Response(""), "body_cut"],
  ])("that is %s is an unknown outcome: a change is not repeated, a reading is", async (_what, reply, belvoCode) => {
    const changing = scriptedBelvo([reply])
    expect(await rejection(changing.belvo.changeAccessMode(change))).toMatchObject({ kind: "network", belvoCode })
    expect(changing.requests).toHaveLength(1)

    const reading = scriptedBelvo([reply, { json: samples.single }])
    expect(await reading.belvo.getLink(samples.single.id)).toMatchObject({ kind: "found" })
    expect(reading.requests).toHaveLength(2)
  })

  it("beyond 32 MiB is abandoned unread, and not asked for again", async () => {
    let pulled = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(1024 * 1024).fill(32))
      },
    })
    const { belvo, requests } = scriptedBelvo([() => new Response(body)], { priority: "sweep" })

    expect(await rejection(belvo.getLink(LINK_ID))).toMatchObject({ kind: "schema", belvoCode: "body_too_large" })
    expect(pulled).toBeLessThan(40)
    expect(requests).toHaveLength(1)
  })

  it("of a shape that we do not know names the field, never its value, and is not asked for again", async () => {
    const wire = {
      count: 1,
      next: null,
      previous: null,
      results: [samples.single, { ...samples.single, id: "secret" }],
    }
    const { belvo, requests } = scriptedBelvo([{ json: wire }], { priority: "sweep" })

    const error = await rejection(belvo.listLinks())
    expect(error).toMatchObject({ kind: "schema", belvoCode: "unexpected_shape", at: "results.1.id" })
    expect(String(error)).not.toContain("secret")
    expect(requests).toHaveLength(1)
  })
})

describe("over a real connection", () => {
  const servers: Server[] = []
  const serve = async (listener: RequestListener): Promise<URL> => {
    const server = createServer(listener)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  }
  const overHttp = (baseUrl: URL) => scriptedBelvo([], { baseUrl, fetch: globalThis.fetch, now: Date.now })

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })

  it("follows no redirect, so that the key goes nowhere else", async () => {
    const elsewhere: (string | undefined)[] = []
    const other = await serve((request, response) => {
      elsewhere.push(request.headers.authorization)
      response.end(whole)
    })
    const base = await serve((_request, response) => response.writeHead(307, { location: other.href }).end())

    const error = await rejection(overHttp(base).belvo.getLink(LINK_ID))

    expect(error).toMatchObject({ kind: "wrong_address", belvoCode: "redirected" })
    expect(elsewhere).toEqual([])
  })

  it("says what broke where a connection is reset within the body", async () => {
    const base = await serve((request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "5000" }).write(whole)
      setTimeout(() => request.socket.resetAndDestroy(), 20)
    })

    expect(await rejection(overHttp(base).belvo.changeAccessMode(change))).toMatchObject({ kind: "network" })
  })

  it("says that nobody listens", async () => {
    const base = await serve(() => {})
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))

    expect(await rejection(overHttp(base).belvo.changeAccessMode(change))).toMatchObject({
      kind: "network",
      message: "Belvo could not be reached (ECONNREFUSED)",
    })
  })

  it("reads a link and sends the key by Basic auth", async () => {
    const seen: unknown[] = []
    const base = await serve((request, response) => {
      seen.push(request.url, request.headers.authorization?.slice(0, 6))
      response.writeHead(200, { "content-type": "application/json" }).end(whole)
    })

    expect(await overHttp(base).belvo.getLink(samples.single.id)).toMatchObject({ kind: "found" })
    expect(seen).toEqual([`/api/links/${samples.single.id}/`, "Basic "])
  })
})
