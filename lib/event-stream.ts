export type Events = {
  /** Fires when the reader has left. */
  signal: AbortSignal
  /** Begins to send, and ends when its `signal` fires; `close` ends the stream. What it throws is thrown before there is a stream. */
  open: (stream: { send: (data: unknown) => void; close: () => void; signal: AbortSignal }) => Promise<void>
  /** Throws where the reader may not read on. */
  check: () => Promise<void>
}

const heartbeatMs = 15_000
const checkMs = 25_000
/** Then the reader comes again, through the front door. */
const longestMs = 600_000

/** Server-sent events, each one JSON, until the reader leaves, may not read on, or ten minutes have passed. */
export async function eventStream({ signal, open, check }: Events): Promise<Response> {
  const end = new AbortController()
  const close = () => end.abort()
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  const write = (text: string) => void writer.write(new TextEncoder().encode(text)).catch(close)
  write("retry: 3000\n\n")
  await open({ send: (data) => write(`data: ${JSON.stringify(data)}\n\n`), close, signal: end.signal })
  const timers = [
    setInterval(() => write(":\n\n"), heartbeatMs),
    setInterval(() => void check().catch(close), checkMs),
    setTimeout(close, longestMs),
  ]
  const finish = () => {
    for (const timer of timers) clearInterval(timer)
    // The reader may have left before.
    writer.close().catch(() => undefined)
  }
  if (signal.aborted) close()
  if (end.signal.aborted) finish()
  else {
    end.signal.addEventListener("abort", finish, { once: true })
    signal.addEventListener("abort", close, { once: true })
    closeWithServer(close, end.signal)
  }
  return new Response(readable, { headers })
}

const closings = new Set<() => void>()
let isListening = false

/** A server that is told to end waits for its connections, and these would stay for minutes. */
function closeWithServer(close: () => void, signal: AbortSignal): void {
  closings.add(close)
  signal.addEventListener("abort", () => closings.delete(close), { once: true })
  if (isListening) return
  isListening = true
  const closeAll = () => {
    for (const one of closings) one()
  }
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, closeAll)
}

/** `no-transform` and the last one keep those in between from collecting events. */
const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store, no-transform",
  "x-accel-buffering": "no",
}
