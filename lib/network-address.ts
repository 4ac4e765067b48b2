import { lookup } from "node:dns/promises"
import { BlockList, isIP } from "node:net"
import { networkInterfaces } from "node:os"

/** Where an address leads that no stranger's host name may lead us to. */
export type AddressKind = "loopback" | "link-local" | "public"

/** Of an IP address; `ownAddresses` are those of this machine's interfaces, which lead back to it like loopback. */
export function kindOfAddress(address: string, ownAddresses: readonly string[] = []): AddressKind {
  const plain = withoutZone(address)
  const family = isIP(plain)
  if (family === 0) throw new Error("not an IP address")
  const type = family === 4 ? "ipv4" : "ipv6"
  if (loopback.check(plain, type) || sameAs(ownAddresses).check(plain, type)) return "loopback"
  return linkLocal.check(plain, type) ? "link-local" : "public"
}

/** Whether it leads to no place of the public internet: this machine, its neighbours, private networks, none at all. */
export function isPrivateAddress(address: string, ownAddresses: readonly string[] = []): boolean {
  const plain = withoutZone(address)
  const type = isIP(plain) === 4 ? "ipv4" : "ipv6"
  return kindOfAddress(address, ownAddresses) !== "public" || inner.check(plain, type)
}

/** Every address of a name, as a resolver gives them now; none where it has no such name. */
export type Resolve = (host: string) => Promise<readonly string[]>

export async function resolveHost(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host]
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch (error) {
    if (error instanceof Error && "code" in error) return []
    throw error
  }
}

export const addressesHere = (): string[] =>
  Object.values(networkInterfaces()).flatMap((found) => (found ?? []).map(({ address }) => address))

/** Whether both name the same host, an IPv4 address in IPv6's notation too. */
export function isSameAddress(one: string, other: string): boolean {
  const plain = withoutZone(one)
  return isIP(plain) !== 0 && sameAs([other]).check(plain, isIP(plain) === 4 ? "ipv4" : "ipv6")
}

/** `host:port` as lists of allowed hosts have it. */
export const hostAndPort = (host: string, port: number): string =>
  `${isIP(host) === 6 ? `[${host}]` : host.toLowerCase()}:${port}`

const withoutZone = (address: string): string => address.replace(/%.*$/, "")

function sameAs(addresses: readonly string[]): BlockList {
  const list = new BlockList()
  for (const address of addresses.map(withoutZone)) {
    const family = isIP(address)
    if (family !== 0) list.addAddress(address, family === 4 ? "ipv4" : "ipv6")
  }
  return list
}

/** Also within IPv6's older ways of writing IPv4 addresses; the unspecified address leads to this machine. */
const loopback = new BlockList()
loopback.addSubnet("127.0.0.0", 8, "ipv4")
loopback.addSubnet("0.0.0.0", 8, "ipv4")
loopback.addSubnet("::", 96, "ipv6")
loopback.addSubnet("64:ff9b::7f00:0", 104, "ipv6")
loopback.addSubnet("64:ff9b::", 104, "ipv6")

const linkLocal = new BlockList()
linkLocal.addSubnet("169.254.0.0", 16, "ipv4")
linkLocal.addSubnet("fe80::", 10, "ipv6")
linkLocal.addSubnet("64:ff9b::a9fe:0", 112, "ipv6")

/** Private networks, carriers', those of tests, groups, and what is not given out. */
const inner = new BlockList()
inner.addSubnet("10.0.0.0", 8, "ipv4")
inner.addSubnet("100.64.0.0", 10, "ipv4")
inner.addSubnet("172.16.0.0", 12, "ipv4")
inner.addSubnet("192.0.0.0", 24, "ipv4")
inner.addSubnet("192.168.0.0", 16, "ipv4")
inner.addSubnet("198.18.0.0", 15, "ipv4")
inner.addSubnet("224.0.0.0", 3, "ipv4")
inner.addSubnet("fc00::", 7, "ipv6")
inner.addSubnet("fec0::", 10, "ipv6")
inner.addSubnet("ff00::", 8, "ipv6")
inner.addSubnet("2002::", 16, "ipv6")
inner.addSubnet("2001::", 32, "ipv6")
inner.addSubnet("64:ff9b:1::", 48, "ipv6")
inner.addSubnet("64:ff9b::a00:0", 104, "ipv6")
inner.addSubnet("64:ff9b::6440:0", 106, "ipv6")
inner.addSubnet("64:ff9b::ac10:0", 108, "ipv6")
inner.addSubnet("64:ff9b::c0a8:0", 112, "ipv6")
