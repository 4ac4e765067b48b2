import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { type Events, eventStream } from "@/lib/event-stream"

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

type Opened = Parameters<Events["open"]>[0]

async function openStream({ check = async () => {} }: { check?: Events["check"] } = {}) {
  const client = new AbortController()
  let opened: Opened | undefined
  const open: Events["open"] = async (stream) => {
    opened = stream
    stream.send({ first: true })
  }
  const response = await eventStream({ signal: client.signal, open, check })
  if (!opened || !response.body) throw new Error("nothing was opened")
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  const read = async () => (await reader.read()).value
  await read()
  await read()
  return { ...opened, client, response, reader, read }
}

describe("eventStream", () => {
  it("is told to nobody in between and sends each event whole", async () => {
    const { response, send, read } = await openStream()
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    })
    send({ said: "a\nb" })
    expect(await read()).toBe('data: {"said":"a\\nb"}\n\n')
  })

  it("beats every 15 s and ends after ten minutes", async () => {
    const { reader, read, signal } = await openStream()
    const next = read()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await next).toBe(":\n\n")
    const rest = (async () => {
      let beats = 0
      for (let part = await reader.read(); !part.done; part = await reader.read()) beats++
      return beats
    })()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(await rest).toBe(38)
    expect(signal.aborted).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it("ends within 30 s where the reader may not read on", async () => {
    let may = true
    const check = async () => {
      if (!may) throw new Error("signed out")
    }
    const { signal } = await openStream({ check })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(signal.aborted).toBe(false)
    may = false
    await vi.advanceTimersByTimeAsync(30_000)
    expect(signal.aborted).toBe(true)
  })

  it.each([
    ["the request is aborted", async ({ client }: Awaited<ReturnType<typeof openStream>>) => client.abort()],
    ["the body is cancelled", async ({ reader }: Awaited<ReturnType<typeof openStream>>) => reader.cancel()],
    // Not emitted: the test runner listens, too.
    ["the server is told to end", async () => process.listeners("SIGTERM").at(-1)?.("SIGTERM")],
    ["what sends gives up", async ({ close }: Awaited<ReturnType<typeof openStream>>) => close()],
  ])("stops at once and leaves no timer where %s", async (_what, leave) => {
    const stream = await openStream()
    await leave(stream)
    await vi.advanceTimersByTimeAsync(15_000)
    expect(stream.signal.aborted).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it("ends at once where the reader left before it began", async () => {
    const open: Events["open"] = async ({ send }) => send(1)
    const response = await eventStream({ signal: AbortSignal.abort(), open, check: async () => {} })
    expect(await response.text()).toBe("retry: 3000\n\ndata: 1\n\n")
    expect(vi.getTimerCount()).toBe(0)
  })

  it("is no stream where it could not be opened", async () => {
    const { signal } = new AbortController()
    const refused = eventStream({ signal, open: () => Promise.reject(new Error("no")), check: async () => {} })
    await expect(refused).rejects.toThrow("no")
    expect(vi.getTimerCount()).toBe(0)
  })
})
