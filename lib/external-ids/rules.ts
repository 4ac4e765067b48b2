import { isCard } from "@/lib/external-ids/cards/rules"
import { isCnpj, isCpf, isCurp, isRfc, isRut, looksLikeCurp, looksLikeRfc } from "@/lib/external-ids/documents/rules"
import { isEmail, isEmailSpelledOut } from "@/lib/external-ids/emails/rules"
import { isName } from "@/lib/external-ids/names/rules"
import { findPlainNumber, isCounting } from "@/lib/external-ids/numbers/rules"
import { isInternationalPhone, isNationalPhone, isWrittenPhone } from "@/lib/external-ids/phones/rules"
import { type Reading, type Run, readExternalId } from "@/lib/external-ids/reading/rules"
import type { ExternalIdKind, Finding } from "@/lib/external-ids/schema"

/** To be raised with every change of these rules: all links are then looked at again. */
export const rulesVersion = 1

export type Examined = {
  /** Each kind once at most. */
  findings: readonly Finding[]
  /** What a plain number has in common with those it is judged beside; null for everything else. */
  shape: string | null
}

/** What is wrong with an external id, as far as it alone can tell. */
export function examine(externalId: string): Examined {
  const faults = faultsOf(externalId)
  if (nobodys.test(externalId)) return { findings: faults, shape: null }
  const reading = readExternalId(externalId)
  const personal = [...emailsIn(reading), ...phonesIn(reading), ...documentsIn(reading), ...namesIn(reading)]
  if (personal.length > 0) return { findings: [...surest(personal), ...faults], shape: null }
  const number = findPlainNumber(reading)
  if (!number) return { findings: faults, shape: null }
  const { shape, kinds } = number
  return { findings: [...kinds.map((kind): Finding => ({ kind, grade: "number", shape })), ...faults], shape }
}

/** What nearly all ids are: a word with a small number, or a UUID. Only that no time is spent on them. */
const nobodys =
  /^(?:(?:[a-z]{0,7}|[a-z]{0,16}[-_])\d{1,6}|[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12})$/i

/** Enough to find it again by, never enough to know it. */
export function mask(externalId: string): string {
  const chars = [...externalId]
  if (chars.length < 8) return "•".repeat(chars.length)
  return `${chars.slice(0, 2).join("")}•••${chars.slice(-2).join("")}`
}

const shortest = 3
const longest = 256

function faultsOf(externalId: string): Finding[] {
  if (/^[A-Za-z0-9_-]{3,256}$/.test(externalId)) return []
  const length = [...externalId].length
  return [
    ...(/^[A-Za-z0-9_-]*$/.test(externalId) ? [] : [certain("characters")]),
    ...(length < shortest ? [certain("too_short")] : []),
    ...(length > longest ? [certain("too_long")] : []),
  ]
}

function emailsIn({ text, words }: Reading): Finding[] {
  if (isEmail(text)) return [certain("email")]
  return isEmailSpelledOut(words) ? [likely("email")] : []
}

function phonesIn({ text, runs, said }: Reading): Finding[] {
  const isSaid = said.has("phone") || /^(?:\w+[:_-])?\+/.test(text)
  return runs.flatMap(({ groups, k }) => {
    const digits = groups.join("")
    if (k) return []
    if (isSaid && (isInternationalPhone(digits) || isNationalPhone(digits))) return [certain("phone")]
    return groups.length > 1 && isWrittenPhone(groups) ? [likely("phone")] : []
  })
}

function documentsIn({ words, runs, said }: Reading): Finding[] {
  return [...words.flatMap((_, place) => lettersAt(words, place, said)), ...runs.flatMap((run) => digitsIn(run, said))]
}

/** Documents that have letters, in one word or as they are written. */
function lettersAt(words: readonly string[], place: number, said: Reading["said"]): Finding[] {
  const word = words[place] ?? ""
  const three = words.slice(place, place + 3)
  const [forms, joined] = [three.map(({ length }) => length).join("-"), three.join("")]
  if (looksLikeCurp(word)) return [isCurp(word) ? certain("curp") : likely("curp")]
  if (looksLikeRfc(word)) return rfcIn(word, said)
  if (/^[34]-6-3$/.test(forms) && isRfc(joined)) return [certain("rfc")]
  if (forms === "8-4-2" && isCnpj(joined)) return [certain("cnpj")]
  if (forms.startsWith("14") && said.has("cnpj") && isCnpj(word)) return [certain("cnpj")]
  return []
}

/** A word, a date and a counter look the same, but have no letter near the end. */
function rfcIn(word: string, said: Reading["said"]): Finding[] {
  const ofPerson = word.length === 13
  const isLettered = /[A-Z]/.test(word.slice(-3, -1))
  if (isRfc(word) && (said.has("rfc") || (isLettered && ofPerson))) return [certain("rfc")]
  return said.has("rfc") || (isLettered && (ofPerson || isRfc(word))) ? [likely("rfc")] : []
}

/** As they are written on paper; a number in one piece only where a word says what it is. */
const written = [
  { kind: "cpf", forms: /^(?:3-3-3|9)-2$/, test: isCpf },
  { kind: "cnpj", forms: /^(?:2-3-3-4|8-4|12)-2$/, test: isCnpj },
  { kind: "rut", forms: /^(?:[12]-3-3|[78])(?:-1|k)$/, test: isRut },
  { kind: "card", forms: /^4-(?:4-4-4|6-[45])$/, test: isCard },
] as const satisfies readonly { kind: ExternalIdKind; forms: RegExp; test: (text: string) => boolean }[]

function digitsIn({ groups, k }: Run, said: Reading["said"]): Finding[] {
  const text = `${groups.join("")}${k ? "K" : ""}`
  const form = `${groups.map(({ length }) => length).join("-")}${k ? "k" : ""}`
  const isWritten = !(groups.length === 2 && isCounting(groups[0] ?? ""))
  return written
    .filter(({ kind, forms, test }) => ((isWritten && forms.test(form)) || said.has(kind)) && test(text))
    .map(({ kind }) => certain(kind))
}

const namesIn = ({ words }: Reading): Finding[] => (isName(words) ? [likely("name")] : [])

const certain = (kind: ExternalIdKind): Finding => ({ kind, grade: "certain", shape: "" })
const likely = (kind: ExternalIdKind): Finding => ({ kind, grade: "likely", shape: "" })

/** Of each kind the surest. */
function surest(findings: readonly Finding[]): Finding[] {
  const byGrade = findings.toSorted((a, b) => Number(a.grade === "likely") - Number(b.grade === "likely"))
  return byGrade.filter(({ kind }, place) => byGrade.findIndex((one) => one.kind === kind) === place)
}
