import { randomBytes, randomUUID } from "node:crypto"
import fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import { card, cnpj, cpf, curp, letteredCnpj, name, phones, rfc, rut } from "@/lib/external-ids/fixtures/people"
import { areMeant } from "@/lib/external-ids/numbers/rules"
import { examine, mask } from "@/lib/external-ids/rules"

const kindsOf = (externalId: string) => examine(externalId).findings.map(({ kind, grade }) => `${kind} ${grade}`)
const separator = fc.constantFrom("-", "_")
const many = 100_000

const ulidAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
function ulid(at: number): string {
  const time = Array.from({ length: 10 }, (_, place) => ulidAlphabet[Math.floor(at / 32 ** (9 - place)) % 32])
  const rest = [...randomBytes(16)].map((byte) => ulidAlphabet[byte % 32])
  return [...time, ...rest].join("")
}

const forms: readonly ((id: string) => string)[] = [
  (id) => id,
  (id) => id.toUpperCase(),
  (id) => id.toLowerCase(),
  (id) => `usr_${id}`,
  (id) => `prod-customer-${id}`,
]

const isAlarmed = (id: string): boolean => examine(id).findings.length > 0 || examine(id).shape !== null

describe("ids that machines make", () => {
  it("raise no alarm: 100,000 UUIDs, dashed, bare and with a word before", () => {
    const fired = Array.from({ length: many }, () => randomUUID()).flatMap((id, count) => {
      const form = forms[count % forms.length] ?? String
      return [id, id.replaceAll("-", ""), form(id), form(id.replaceAll("-", ""))].filter(isAlarmed)
    })
    expect(fired).toEqual([])
  }, 60_000)

  it("raise no alarm: 100,000 ULIDs of the last ten and the next forty years", () => {
    const fired = Array.from({ length: many }, () => ulid(1.45e12 + Math.random() * 1.6e12)).flatMap((id, count) =>
      [id, forms[count % forms.length]?.(id) ?? ""].filter(isAlarmed),
    )
    expect(fired).toEqual([])
  }, 60_000)

  it("raise no alarm: hashes in hexadecimal and base64url, object ids, short random ids", () => {
    const fired: string[] = []
    for (let count = 0; count < many / 4; count++) {
      const bytes = randomBytes(32)
      const hex = bytes.toString("hex")
      const some = [
        hex,
        hex.slice(0, 40),
        hex.slice(0, 24),
        bytes.toString("base64url"),
        `u_${bytes.toString("base64url").slice(0, 21)}`,
      ]
      fired.push(...some.filter((one) => examine(one).findings.length > 0))
    }
    expect(fired).toEqual([])
  }, 60_000)

  it("raise no alarm: counters of up to ten digits, filled up or not, with a word before or not", () => {
    const counter = fc.tuple(
      fc.constantFrom("", "usr_", "user-", "customer", "client_mx_", "U"),
      fc.bigInt({ min: 100n, max: 9_999_999n }),
      fc.integer({ min: 0, max: 20 }),
    )
    fc.assert(
      fc.property(counter, ([prefix, number, width]) => {
        expect(
          kindsOf(`${prefix}${String(number).padStart(width, "0")}`).filter((one) => !one.endsWith("number")),
        ).toEqual([])
      }),
      { numRuns: 5_000 },
    )
    expect(examine("usr_001204")).toEqual({ findings: [], shape: null })
  })

  it.each([
    ...["postman-link-test-fiscal-mexico", "BelvoSingleLinkFlow", "postman-link-test-recurrent", "your_external_id"],
    ...[
      "test-user-1",
      "2026-03-14",
      "2026-03-14-0001",
      "20260314-5",
      "order-2026-000123",
      "san-jose-branch-12",
      "1772366400",
      "run-20260317",
      "mobile-3000000001",
      "WrrSHR5ZtCg54yOlGv-olJqOpW7S-DIun5ZudDQaN00",
      "u_89lLKo5CfBv113_DvCNyA",
    ],
  ])("raise no alarm: %s", (id) => {
    expect(examine(id).findings).toEqual([])
  })
})

/** What the page would say of an environment whose ids are these. */
function meant(ids: readonly string[]): string[] {
  const alike = new Map<string, number>()
  const fitting = new Map<string, number>()
  for (const { findings, shape } of ids.map(examine)) {
    if (shape !== null) alike.set(shape, (alike.get(shape) ?? 0) + 1)
    for (const { kind, grade, shape: of } of findings) {
      const key = grade === "number" ? `${kind}\n${of}` : `${kind}\n`
      fitting.set(key, (fitting.get(key) ?? 0) + 1)
    }
  }
  return [...fitting].flatMap(([key, count]) => {
    const [kind = "", shape = ""] = key.split("\n")
    if (shape === "") return [kind]
    return areMeant({ kind: kind as "cpf", fitting: count, alike: alike.get(shape) ?? 0 }) ? [kind] : []
  })
}

describe("plain counters", () => {
  const prefixes = fc.constantFrom("", "usr_", "user-", "customer")
  const long = fc.integer({ min: 8, max: 16 })

  it("are none of the numbers with check digits, wherever they begin, from five on", () => {
    const counters = fc.tuple(
      prefixes,
      long,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 5, max: 400 }),
    )
    fc.assert(
      fc.property(counters, ([prefix, length, part, count]) => {
        const first = BigInt(Math.floor(10 ** (length - 1) * (1 + 8.9 * part)))
        const ids = Array.from({ length: count }, (_, index) => `${prefix}${first + BigInt(index)}`)
        expect(meant(ids).filter((kind) => kind !== "phone")).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it("are nobody's where they begin as counters do: with noughts, from a round number, a date, a clock", () => {
    const clocks = [1_600_000_000_000n, 1_772_366_400_123n, 1_772_366_400_123_456n]
    const begins = fc.oneof(
      fc
        .tuple(long, fc.integer({ min: 1, max: 9 }))
        .map(([length, first]) => BigInt(first) * 10n ** BigInt(length - 1)),
      fc.constantFrom(...clocks),
      fc.constantFrom(20240131000n, 202401310000n, 20260314000000n),
    )
    fc.assert(
      fc.property(prefixes, begins, fc.integer({ min: 0, max: 999 }), (prefix, begin, step) => {
        expect(
          examine(`${prefix}${begin + BigInt(step)}`).findings.filter(
            ({ grade }) => grade === "number" && begin >= 10n ** 10n,
          ),
        ).toEqual([])
        expect(meant([`${prefix}${begin + BigInt(step)}`])).toEqual([])
      }),
      { numRuns: 3_000 },
    )
    fc.assert(
      fc.property(prefixes, long, fc.integer({ min: 1, max: 99_999 }), (prefix, length, number) => {
        expect(meant([`${prefix}${String(number).padStart(length, "0")}`])).toEqual([])
      }),
    )
  })

  it("with a date and a word before are no RFC, though every eleventh would fit", () => {
    const ids = Array.from({ length: 300 }, (_, index) => `ORD260314${String(index + 111)}`)
    expect(ids.some((id) => examine(id).findings.length > 0)).toBe(true)
    expect(meant(ids)).toEqual([])
  })

  it("stay counters where one in three among them is a document", () => {
    const documents = fc.sample(cpf, 50)
    const counters = Array.from({ length: 100 }, (_, index) => String(41_000_000_000 + index * 7_919))
    expect(meant([...documents, ...counters])).toEqual([])
    expect(meant(documents)).toEqual(["cpf"])
  })
})

describe("numbers without a word or a dash", () => {
  test.each([
    ["cpf", cpf],
    ["cnpj", cnpj],
    ["card", card],
    ["cnpj", letteredCnpj],
  ] as const)("are a %s where those like them are, and where one stands alone", (kind, numbers) => {
    fc.assert(
      fc.property(fc.constantFrom("", "usr_"), numbers, (prefix, number) => {
        expect(kindsOf(`${prefix}${number}`)).toContain(`${kind} number`)
        expect(meant([`${prefix}${number}`])).toContain(kind)
      }),
    )
    expect(meant(fc.sample(numbers, 500))).toContain(kind)
  })

  it("are a RUT where two are", () => {
    const digitsOnly = rut.filter(({ digit, number }) => digit !== "K" && number.length === 8)
    const bare = fc.sample(digitsOnly, 200).map(({ number, digit }) => `${number}${digit}`)
    expect(meant(bare.slice(0, 1))).toEqual([])
    expect(meant(bare.slice(0, 2))).toEqual(["rut"])
    expect(meant(bare)).toEqual(["rut"])
  })

  test.each(Object.entries(phones))("are a phone of %s with its country's code", (_country, written) => {
    fc.assert(
      fc.property(written, (number) => {
        expect(meant([number.replaceAll("-", "")])).toContain("phone")
      }),
    )
  })
})

describe("examine", () => {
  it("finds documents as they are written", () => {
    fc.assert(
      fc.property(cpf, cnpj, rut, card, separator, (person, company, { number, digit }, pan, dash) => {
        expect(kindsOf(`${person.slice(0, 9)}${dash}${person.slice(9)}`)).toEqual(["cpf certain"])
        expect(kindsOf(person.replace(/(...)(...)(...)(..)/, `$1${dash}$2${dash}$3${dash}$4`))).toEqual(["cpf certain"])
        expect(kindsOf(company.replace(/(.{8})(.{4})(..)/, `$1${dash}$2${dash}$3`))).toEqual(["cnpj certain"])
        expect(kindsOf(`${number}${dash}${digit}`)).toEqual(["rut certain"])
        if (pan.length === 16) expect(kindsOf(pan.replace(/....(?=.)/g, `$&${dash}`))).toEqual(["card certain"])
      }),
    )
    expect(kindsOf("529.982.247-25")).toEqual(["cpf certain", "characters certain"])
    expect(kindsOf("12ABC345-01DE-35")).toEqual(["cnpj certain"])
  })

  it("finds documents that have letters, in any case and behind any word", () => {
    fc.assert(
      fc.property(curp, rfc, fc.constantFrom("", "user_", "mx-"), fc.boolean(), (person, tax, prefix, lower) => {
        const cased = (id: string) => `${prefix}${lower ? id.toLowerCase() : id}`
        expect(kindsOf(cased(person))).toContain("curp certain")
        expect(kindsOf(cased(tax))).toEqual([`rfc ${tax.length === 13 ? "certain" : "likely"}`])
      }),
    )
  })

  it("is less sure where the last digit does not check", () => {
    expect(["GODE561231HDFRRN09", "GODE561231GR7"].map(kindsOf)).toEqual([["curp likely"], ["rfc likely"]])
    expect(kindsOf("ABC260314A12")).toEqual([])
  })

  it("finds what a word of the id says it is", () => {
    fc.assert(
      fc.property(cpf, cnpj, rut, card, separator, (person, company, { number, digit }, pan, dash) => {
        expect(kindsOf(`cpf${dash}${person}`)).toEqual(["cpf certain"])
        expect(kindsOf(`user${dash}CNPJ${company}`)).toEqual(["cnpj certain"])
        expect(kindsOf(`rut${dash}${number}${digit}`)).toEqual(["rut certain"])
        expect(kindsOf(`card${dash}${pan}`)).toEqual(["card certain"])
        expect(kindsOf(`tel${dash}5512345678`)).toEqual(["phone certain"])
      }),
    )
  })

  test.each(Object.entries(phones))("finds phones of %s as they are written", (_country, written) => {
    fc.assert(
      fc.property(written, (number) => {
        expect(kindsOf(number)).toEqual(["phone likely"])
        expect(kindsOf(number.slice(3))).toEqual(["phone likely"])
        expect(kindsOf(`+${number.replaceAll("-", "")}`)).toContain("phone certain")
      }),
    )
  })

  it("finds e-mail addresses, and those whose signs Belvo does not take", () => {
    const domain = fc.constantFrom("gmail.com", "hotmail.com.mx", "example.org", "uol.com.br")
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9]{2,12}$/), domain, separator, (local, host, dash) => {
        expect(kindsOf(`${local}@${host}`)).toContain("email certain")
        expect(kindsOf(`${local}%40${host}`)).toContain("email certain")
        expect(kindsOf(`${local}${dash}at${dash}${host.replaceAll(".", dash)}`)).toContain("email likely")
        if (host !== "example.org")
          expect(kindsOf(`${local}${dash}${host.replaceAll(".", dash)}`)).toContain("email likely")
      }),
    )
    expect(kindsOf("gmail_001204x")).toEqual([])
  })

  it("finds names with separators", () => {
    fc.assert(
      fc.property(
        name,
        fc.constantFrom("-", "_", " ", "."),
        fc.constantFrom("", "77", "-1985"),
        ([first, last], by, end) => {
          expect(kindsOf(`${first}${by}${last}${end}`)).toContain("name likely")
        },
      ),
    )
    expect(kindsOf(`maria-de-la-luz-perez-${randomUUID()}`)).toEqual(["name likely"])
  })

  it("knows what Belvo takes: 3 to 256 letters, digits, dashes and underscores", () => {
    expect(kindsOf("ab")).toEqual(["too_short certain"])
    expect(kindsOf("")).toEqual(["too_short certain"])
    expect(kindsOf("abc")).toEqual([])
    expect(kindsOf("x".repeat(256))).toEqual([])
    expect(kindsOf("x".repeat(257))).toEqual(["too_long certain"])
    expect(kindsOf("user 7")).toEqual(["characters certain"])
  })

  it("ends in time and never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => {
        expect(examine(text)).toBeDefined()
      }),
    )
    const startedAt = performance.now()
    for (const hostile of ["-", "a", "0", "a-", "1-", "a@", "%40a."].map((part) => part.repeat(200_000)))
      examine(hostile)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })
})

describe("mask", () => {
  it("shows four characters at most, and of short ids none", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (id) => {
        const shown = mask(id).replaceAll("•", "")
        expect([...shown].length).toBeLessThanOrEqual([...id].length < 8 ? 0 : 4)
      }),
    )
    expect(mask("52998224725")).toBe("52•••25")
  })
})
