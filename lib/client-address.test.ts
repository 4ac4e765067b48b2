import { once } from "node:events"
import { createServer, get, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { clientAddress, networkOf, notePeers, peerHeader } from "@/lib/client-address"

const from = (headers: Record<string, string>) => (name: string) => headers[name]

describe("clientAddress", () => {
  it("is the socket's where no proxy is trusted, whatever the client says", () => {
    const header = from({ [peerHeader]: "203.0.113.7", "x-forwarded-for": "198.51.100.1" })
    expect(clientAddress(header, 0)).toBe("203.0.113.7")
  })

  it("counts trusted proxies from the right, so that what a client put in front is not believed", () => {
    const header = from({ [peerHeader]: "10.0.0.2", "x-forwarded-for": "1.1.1.1, 198.51.100.1, 10.0.0.1" })
    expect(clientAddress(header, 1)).toBe("10.0.0.1")
    expect(clientAddress(header, 2)).toBe("198.51.100.1")
  })

  it("takes the farthest that is named where fewer proxies stand in front than were told", () => {
    expect(clientAddress(from({ [peerHeader]: "10.0.0.2" }), 2)).toBe("10.0.0.2")
  })

  it("reads IPv4 out of IPv6, and says so where nothing is known", () => {
    expect(clientAddress(from({ [peerHeader]: "::ffff:203.0.113.7" }), 0)).toBe("203.0.113.7")
    expect(clientAddress(from({ "x-forwarded-for": "198.51.100.1" }), 0)).toBe("unknown")
  })
})

describe("notePeers", () => {
  it("writes the socket's address over whatever the client sent under our name", async () => {
    notePeers()
    const server = createServer((request, response) => response.end(JSON.stringify(request.headers)))
    server.listen(0, "127.0.0.1")
    await once(server, "listening")
    const { port } = server.address() as AddressInfo

    const [response] = await once(get({ port, headers: { [peerHeader]: "6.6.6.6" } }), "response")
    const headers: IncomingHttpHeaders = JSON.parse((await response.toArray()).join(""))

    expect(headers[peerHeader]).toBe("127.0.0.1")
    server.close()
  })
})

describe("networkOf", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::1", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["2001:0db8:0000:0000::1", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["unknown", "unknown"],
  ])("takes %s for %s", (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  it("is the same for every address of one /64", () => {
    const part = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16))
    const four = fc.tuple(part, part, part, part)
    fc.assert(
      fc.property(four, four, four, (network, one, other) => {
        expect(networkOf([...network, ...one].join(":"))).toBe(networkOf([...network, ...other].join(":")))
      }),
    )
  })
})
