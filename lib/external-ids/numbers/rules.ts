import { isCard } from "@/lib/external-ids/cards/rules"
import { isCnpj, isCpf, isRfc, isRut } from "@/lib/external-ids/documents/rules"
import { isInternationalPhone } from "@/lib/external-ids/phones/rules"
import type { Reading } from "@/lib/external-ids/reading/rules"
import type { ExternalIdKind } from "@/lib/external-ids/schema"

/** A number that nothing but its digits speaks for. `shape`: what it has in common with those it is judged beside. */
export type PlainNumber = { shape: string; kinds: readonly ExternalIdKind[] }

/** Null where there is none, or more than one, or one too short to be anybody's. */
export function findPlainNumber({ text, words, runs }: Reading): PlainNumber | null {
  const ofCompany = words.at(-1) ?? ""
  if (words.length < 3 && isLettered(ofCompany) && isOneCase(text.slice(-14)))
    return { shape: "letters 14", kinds: isCnpj(ofCompany) ? ["cnpj"] : [] }
  const dated = words.find((word) => /^[A-Z&]{3,4}\d{9}$/.test(word))
  if (dated) return { shape: "dated", kinds: isRfc(dated) ? ["rfc"] : [] }
  const [run, another] = runs
  const [digits = "", ...others] = run?.groups ?? []
  if (!run || another || run.k || others.length > 0 || !lengths.has(digits.length)) return null
  return { shape: `${words[0] === digits ? "" : "prefix "}${digits.length}`, kinds: kindsOf(digits) }
}

/** As companies' numbers since July 2026. A piece of a hash has small and capital letters, and other pieces beside it. */
const isLettered = (word: string) => /^(?=\d*[A-Z])[0-9A-Z]{12}\d\d$/.test(word)
const isOneCase = (text: string) => text === text.toUpperCase() || text === text.toLowerCase()

const lengths: ReadonlySet<number> = new Set([8, 9, 11, 12, 13, 14, 15, 16])

const fits = [
  { kind: "cpf", test: isCpf },
  { kind: "cnpj", test: isCnpj },
  { kind: "rut", test: isRut },
  { kind: "card", test: isCard },
  { kind: "phone", test: isInternationalPhone },
] as const satisfies readonly { kind: ExternalIdKind; test: (digits: string) => boolean }[]

const kindsOf = (digits: string): ExternalIdKind[] =>
  isCounting(digits) ? [] : fits.filter(({ test }) => test(digits)).map(({ kind }) => kind)

/** Only counters and clocks begin so: filled up with noughts, counted from a round number, a date, or the time since 1970. */
export const isCounting = (digits: string): boolean =>
  /^[0-9]?0{3}/.test(digits) ||
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(digits) ||
  /^1[5-9]\d{8}(?:\d{3}|\d{6})$/.test(digits)

export type Alike = {
  kind: ExternalIdKind
  /** How many links have a number of the shape, and how many of them fit the kind. */
  alike: number
  fitting: number
}

/**
 * Whether numbers of one shape are what they fit: at least half of them do, and chance would do that once in fifty times
 * at most, by Chernoff's bound of the binomial tail.
 */
export function areMeant({ kind, alike, fitting }: Alike): boolean {
  const chance = byChance[kind]
  const share = fitting / alike
  if (chance === undefined || !(share >= 0.5)) return false
  const others = share < 1 ? (1 - share) * Math.log((1 - share) / (1 - chance)) : 0
  return alike * (share * Math.log(share / chance) + others) >= Math.log(50) - 1e-9
}

/** How many of a hundred numbers fit by chance, at most: by check digits alone, or by beginnings that few numbers have. */
const byChance: Partial<Record<ExternalIdKind, number>> = {
  ...{ cpf: 0.01, cnpj: 0.01, rut: 0.1, rfc: 0.1, card: 0.02, phone: 0.02 },
}
