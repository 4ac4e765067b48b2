import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { hostAndPort, isPrivateAddress, isSameAddress, kindOfAddress } from "@/lib/network-address"

const octet = fc.integer({ min: 0, max: 255 })
const v4 = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join("."))
/** The same IPv4 address as an IPv6 resolver may give it. */
const mapped = (address: string): readonly string[] => {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number)
  const tail = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
  return [`::ffff:${address}`, `::ffff:${tail}`, `0:0:0:0:0:ffff:${tail}`]
}

describe("kindOfAddress", () => {
  it.each([
    ["127.0.0.1", "loopback"],
    ["127.255.255.254", "loopback"],
    ["0.0.0.0", "loopback"],
    ["::1", "loopback"],
    ["0:0:0:0:0:0:0:1", "loopback"],
    ["::", "loopback"],
    ["::127.0.0.1", "loopback"],
    ["::ffff:7f00:1", "loopback"],
    ["64:ff9b::127.0.0.1", "loopback"],
    ["169.254.169.254", "link-local"],
    ["fe80::1", "link-local"],
    ["fe80::1%eth0", "link-local"],
    ["febf::1", "link-local"],
    ["64:ff9b::169.254.169.254", "link-local"],
    ["10.0.0.1", "public"],
    ["192.168.1.4", "public"],
    ["fd00::1", "public"],
    ["2001:db8::1", "public"],
    ["64:ff9b::8.8.8.8", "public"],
  ])("%s is %s", (address, kind) => {
    expect(kindOfAddress(address)).toBe(kind)
  })

  it("takes any IPv4 address for what it is in IPv6's notation too", () => {
    const near = fc.oneof(
      v4,
      octet.map((last) => `127.0.0.${last}`),
      octet.map((last) => `169.254.1.${last}`),
    )
    fc.assert(
      fc.property(near, (address) => {
        for (const same of mapped(address)) expect(kindOfAddress(same)).toBe(kindOfAddress(address))
      }),
    )
  })

  it("takes this machine's own addresses for loopback, in either notation", () => {
    fc.assert(
      fc.property(v4, v4, (own, other) => {
        for (const same of [own, ...mapped(own)]) expect(kindOfAddress(same, [other, own])).toBe("loopback")
        if (kindOfAddress(other) === "public" && other !== own) expect(kindOfAddress(other, [own])).toBe("public")
      }),
    )
  })

  it("takes nothing but addresses", () => {
    for (const host of ["localhost", "", "1.2.3", "2130706433"]) expect(() => kindOfAddress(host)).toThrow()
  })
})

describe("isSameAddress", () => {
  it("knows an address in each notation, and no other", () => {
    fc.assert(
      fc.property(v4, v4, (one, other) => {
        for (const same of [one, ...mapped(one)]) {
          expect(isSameAddress(same, one)).toBe(true)
          expect(isSameAddress(same, other)).toBe(one === other)
        }
      }),
    )
  })
})

describe("hostAndPort", () => {
  it.each([
    ["DB.example.com", "db.example.com:5432"],
    ["10.0.0.1", "10.0.0.1:5432"],
    ["::1", "[::1]:5432"],
  ])("writes %s as %s", (host, written) => {
    expect(hostAndPort(host, 5432)).toBe(written)
  })
})

describe("isPrivateAddress", () => {
  it.each([
    "10.0.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "100.127.0.1",
    "198.19.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "fc00::1",
    "ff02::1",
    "64:ff9b:1::a00:1",
    "64:ff9b:1:ffff::808:808",
  ])("%s is, also as IPv6 writes it", (address) => {
    expect(isPrivateAddress(address)).toBe(true)
    if (!address.includes(":")) for (const other of mapped(address)) expect(isPrivateAddress(other), other).toBe(true)
  })

  it.each(["93.184.215.14", "172.32.0.1", "192.169.0.1", "100.128.0.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])(
    "%s is not, unless it is our own",
    (address) => {
      expect(isPrivateAddress(address)).toBe(false)
      expect(isPrivateAddress(address, [address])).toBe(true)
    },
  )
})
