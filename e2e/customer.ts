import { setTimeout as sleep } from "node:timers/promises"
import { expect } from "@playwright/test"
import { z } from "zod"

const visited = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("open"), sessionId: z.string(), access: z.string(), address: z.string() }),
  z.object({ kind: z.literal("busy"), seconds: z.number() }),
])
const ended = z.union([
  z.object({ type: z.literal("success") }),
  z.object({
    type: z.literal("exit"),
    data: z.object({ last_encountered_error: z.object({ code: z.string() }).optional() }),
  }),
])

/** A customer without a browser: presses the button, does so in Belvo's widget, and tells what the page's script would tell. */
export async function visitWidget(url: string, act: "right_password" | "exit" | `exit:${string}`): Promise<void> {
  const { sessionId, access, address } = await press(url)
  const widget = new URL(address)
  widget.searchParams.set("embedded", "1")
  const shown = await fetch(widget, { method: "POST", body: new URLSearchParams({ access_token: access, act }) })
  const [, said = "[]"] = /of (\[.*\])\) parent/.exec(await shown.text()) ?? []
  const end = z.array(z.unknown()).parse(JSON.parse(said)).at(-1)
  const told = ended.parse(end)
  const code = told.type === "exit" ? (told.data.last_encountered_error?.code ?? null) : null
  const report = JSON.stringify({ sessionId, event: told.type, code })
  const heard = await send(`${url}/report`, { "content-type": "application/json" }, report)
  expect(heard.status).toBe(204)
}

/** Waits as the page does where too many want Belvo at this moment. */
async function press(url: string) {
  for (;;) {
    const answer = await send(url, { accept: "application/json" })
    const pressed = visited.parse(await answer.json())
    if (pressed.kind === "open") return pressed
    await sleep(pressed.seconds * 1_000)
  }
}

const send = (url: string, headers: Record<string, string>, body?: string): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "sec-fetch-site": "same-origin", ...headers },
    ...(body === undefined ? {} : { body }),
  })
