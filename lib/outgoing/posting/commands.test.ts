import { createServer, type RequestListener } from "node:http"
import type { AddressInfo } from "node:net"
import { describe, expect, it, onTestFinished } from "vitest"
import { type Post, type PostOptions, post } from "@/lib/outgoing/posting/commands"

async function listen(answer: RequestListener): Promise<{ place: string; seen: string[] }> {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers.host}`)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return { place: `127.0.0.1:${(server.address() as AddressInfo).port}`, seen }
}

const send = (url: string, options: Partial<PostOptions> = {}) => {
  const sent: Post = { url: new URL(url), body: "{}", headers: { "content-type": "application/json" } }
  return post(sent, { allowedHosts: [new URL(url).host], timeoutMs: 500, ...options })
}

describe("post", () => {
  it("delivers, and takes any 2xx for yes", async () => {
    const { place, seen } = await listen((_, response) => response.writeHead(204).end())
    expect(await send(`http://${place}/hook`)).toEqual({ kind: "delivered", status: 204 })
    expect(seen).toEqual([`POST /hook ${place}`])
  })

  it("follows no redirect", async () => {
    const { place, seen } = await listen((_, response) => response.writeHead(307, { location: "/other" }).end())
    expect(await send(`http://${place}/`)).toMatchObject({ problem: "redirect", status: 307 })
    expect(seen).toHaveLength(1)
  })

  it.each([
    ["an error", (_, response) => void response.writeHead(503).end("busy"), { problem: "status", status: 503 }],
    ["an answer without end", (_, response) => void response.end("x".repeat(70_000)), { problem: "tooLarge" }],
    ["no answer", () => undefined, { problem: "timeout", status: null }],
    ["half an answer", (_, response) => void response.writeHead(200).write("x"), { problem: "timeout" }],
    ["a hang-up", (request) => void request.destroy(), { problem: "connection" }],
  ] satisfies [string, RequestListener, object][])("counts %s as failed", async (_, answer, expected) => {
    const { place } = await listen(answer)
    expect(await send(`http://${place}/`)).toMatchObject({ kind: "failed", ...expected })
  })

  it.each([
    ["127.0.0.1"],
    ["10.1.2.3"],
    ["172.16.0.9"],
    ["192.168.1.1"],
    ["100.64.0.1"],
    ["169.254.169.254"],
    ["fd00::1"],
    ["::ffff:10.0.0.1"],
    ["64:ff9b::c0a8:101"],
  ])("goes to no private address such as %s, whatever the name is called", async (address) => {
    const resolve = async () => ["93.184.215.14", address]
    expect(await send("https://mailer.example.com/", { allowedHosts: [], resolve })).toMatchObject({
      problem: "notAllowed",
    })
  })

  it("connects to the address that was checked, not to what the name says afterwards", async () => {
    const { place, seen } = await listen((_, response) => response.end())
    const port = place.split(":")[1] ?? ""
    const url = `http://mailer.invalid:${port}/`
    const resolve = async () => ["127.0.0.1"]
    expect(await send(url, { resolve })).toMatchObject({ kind: "delivered" })
    expect(seen).toEqual([`POST / mailer.invalid:${port}`])
  })

  it("says so where there is no such name", async () => {
    expect(await send("https://mailer.invalid/", { resolve: async () => [] })).toMatchObject({ problem: "unresolved" })
  })
})
