import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  hasSourceColumns,
  isDue,
  isSamePlace,
  nextRunAt,
  parseSourceAddress,
  problemOfNetwork,
  problemOfState,
  toQuery,
} from "@/lib/directory/source/rules"
import {
  mostHours,
  type SourceConnection,
  sourceConnection,
  sourceProblems,
  sslModes,
} from "@/lib/directory/source/schema"
import { hourMs } from "@/lib/time"

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/)
const host = fc.oneof(
  fc.array(label, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join(".")}.example`),
  fc.constantFrom("10.0.0.7", "::1", "2001:db8::7"),
)
const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text && !text.includes("\0"))
const connection: fc.Arbitrary<SourceConnection> = fc.record({
  host,
  port: fc.integer({ min: 1, max: 65_535 }),
  // Of an address, these are steps and no names.
  database: word.filter((name) => name !== "." && name !== ".."),
  user: word,
  password: word,
  sslmode: fc.constantFrom(...sslModes),
})

function toAddress({ host: name, port, database, user, password, sslmode }: SourceConnection): string {
  const [u, p, d] = [user, password, database].map(encodeURIComponent)
  return `postgresql://${u}:${p}@${name.includes(":") ? `[${name}]` : name}:${port}/${d}?sslmode=${sslmode}`
}

describe("parseSourceAddress", () => {
  it("reads back what an address is made of", () => {
    fc.assert(
      fc.property(connection, (one) => {
        expect(parseSourceAddress(` ${toAddress(one)}\n`)).toEqual(one)
      }),
    )
  })

  it("fills in PostgreSQL's port and asks for a certificate where nothing is said", () => {
    expect(parseSourceAddress("postgres://ana@db.example.com/users")).toEqual({
      ...{ host: "db.example.com", port: 5432, user: "ana", database: "users", sslmode: "verify-full" },
    })
  })

  it.each([
    "postgresql://db.example.com/users?host=127.0.0.1",
    "postgresql://db.example.com/users?sslmode=require&options=-csearch_path%3Dx",
    "postgresql://db.example.com/users?sslrootcert=/etc/passwd",
    "postgresql://db.example.com/users?sslmode=prefer",
    "postgresql://%2Fvar%2Frun%2Fpostgresql/users",
    "postgresql:///users?host=/var/run/postgresql",
    "postgresql://one.example.com:5432,two.example.com:5432/users",
    "postgresql://db.example.com:0/users",
    "postgresql://db.example.com/users#x",
    "mysql://db.example.com/users",
    "db.example.com",
    "",
  ])("takes nothing from %s", (text) => {
    expect(parseSourceAddress(text)).toBeNull()
  })
})

describe("sourceConnection", () => {
  it.each([
    ["host", "/var/run/postgresql"],
    ["host", "one,two"],
    ["host", "fe80::1%eth0"],
    ["host", "db.example.com:5432"],
    ["host", "user@db"],
    ["host", ""],
    ["port", 65_536],
    ["database", "a\0b"],
    ["user", " "],
    ["password", ""],
    ["sslmode", "prefer"],
  ])("refuses as %s: %j", (name, value) => {
    const good = { host: "db", port: 5432, database: "d", user: "u", password: "p", sslmode: "require" }
    expect(sourceConnection.safeParse(good).success).toBe(true)
    expect(sourceConnection.safeParse({ ...good, [name]: value }).success).toBe(false)
  })
})

describe("isSamePlace", () => {
  it("is told by everything that the password's way depends on, and by the password not at all", () => {
    fc.assert(
      fc.property(connection, connection, (one, other) => {
        expect(isSamePlace(one, { ...one, ...{ password: other.password } })).toBe(true)
        for (const name of ["host", "port", "database", "user", "sslmode"] as const) {
          expect(isSamePlace(one, { ...one, [name]: other[name] })).toBe(one[name] === other[name])
        }
      }),
    )
  })
})

describe("toQuery", () => {
  it.each([
    ["SELECT 1", "SELECT 1"],
    [" with a as (select 1) select * from a ;\n; ", "with a as (select 1) select * from a"],
    ["-- users\n/* of * ours */ select 1", "-- users\n/* of * ours */ select 1"],
    ["INSERT INTO x VALUES (1)", null],
    ["selection", null],
    ["-- select 1", null],
    ["/* select */ delete from x", null],
    ["EXPLAIN ANALYZE SELECT 1", null],
    [";", null],
    ["", null],
  ])("takes %j as %j", (statement, query) => {
    expect(toQuery(statement)).toBe(query)
  })

  it("is quick on anything, and the same twice", () => {
    const piece = fc.constantFrom("--", "/*", "*/", "\n", " ", "select ", "*", ";", "x", "/")
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
        const once = toQuery(pieces.join(""))
        if (once !== null) expect(toQuery(once)).toBe(once)
      }),
    )
  })
})

describe("hasSourceColumns", () => {
  it("asks for the two, in any order, and no other", () => {
    expect(hasSourceColumns(["link_id", "external_id"])).toBe(true)
    for (const names of [[], ["external_id"], ["external_id", "link_id", "email"], ["external_id", "external_id"]]) {
      expect(hasSourceColumns(names)).toBe(false)
    }
  })
})

describe("problems", () => {
  it("names one for every code that PostgreSQL could ever send", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Z]{5}$/), (code) => {
        expect(sourceProblems).toContain(problemOfState(code))
      }),
    )
    expect(["25006", "57014", "28000", "28P01", "53300", "3D000", "42P01"].map(problemOfState)).toEqual([
      ...["writes", "slow", "refused", "refused", "unavailable", "noDatabase", "statement"],
    ])
  })

  it.each([
    ["ECONNREFUSED", "unreachable"],
    ["ETIMEDOUT", "timeout"],
    ["ECONNRESET", "lost"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "untrusted"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "untrusted"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "untrusted"],
    ["CERT_HAS_EXPIRED", "untrusted"],
    ["ENOENT", null],
    ["", null],
  ])("takes %j for %s", (code, kind) => {
    expect(problemOfNetwork(code)).toBe(kind)
  })
})

describe("schedule", () => {
  const now = new Date("2026-03-01T12:00:00Z")
  const hours = fc.integer({ min: 0, max: mostHours })
  const last = fc.option(fc.integer({ min: -1, max: 400 }).map((ago) => new Date(now.getTime() - ago * hourMs)))

  it("is due exactly when the next run is now", () => {
    fc.assert(
      fc.property(hours, last, (everyHours, lastAt) => {
        const next = nextRunAt(everyHours, lastAt, now)
        expect(next?.getTime() === now.getTime()).toBe(isDue(everyHours, lastAt, now))
      }),
    )
  })

  it("never is where it is read by hand alone, and at once where it never was", () => {
    expect(isDue(0, null, now)).toBe(false)
    expect(nextRunAt(0, null, now)).toBeNull()
    expect(isDue(24, null, now)).toBe(true)
  })
})
