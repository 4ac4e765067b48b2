import { BelvoInvalidRequest, type Where } from "@/lib/belvo/errors"
import { type Query, showQuery, writeQuery } from "@/lib/belvo/query"

/** Longer addresses are refused by the servers in front of Belvo with pages that say nothing. */
const MOST_CHARACTERS = 8_000

/** Every address of ours begins with the base; a key can go nowhere else. */
export function createAddress(base: URL) {
  if (!/^https?:$/.test(base.protocol) || base.username || base.password || base.search || base.hash) {
    throw new TypeError("Belvo's base URL is http(s)://host[/path], without user, query or fragment")
  }
  const root = base.origin + base.pathname.replace(/\/+$/, "")
  return {
    write(where: Where, query: Query = []): string {
      const address = root + where.path + writeQuery(query)
      if (address.length <= MOST_CHARACTERS) return address
      throw new BelvoInvalidRequest({
        method: where.method,
        path: where.path + showQuery(query.map((part) => ({ ...part, personal: true }))),
        code: "invalid_request",
        message: `The filter makes an address of more than ${MOST_CHARACTERS} characters, so nothing was sent`,
        field: "query",
      })
    },
    isAt(address: string, path: string): boolean {
      const here = new URL(root + path)
      const there = URL.canParse(address, here) ? new URL(address, here) : null
      return there !== null && there.origin === here.origin && there.pathname === here.pathname
    },
  }
}
