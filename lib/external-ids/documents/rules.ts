/** Eleven digits, the last two computed. */
export function isCpf(digits: string): boolean {
  return /^\d{11}$/.test(digits) && !isOneDigit(digits) && digits.endsWith(cpfCheckDigits(digits.slice(0, 9)))
}

export function cpfCheckDigits(root: string): string {
  const first = mod11(root, [10, 9, 8, 7, 6, 5, 4, 3, 2])
  return `${first}${mod11(`${root}${first}`, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])}`
}

/** Fourteen characters, the last two computed; the first twelve may be letters since July 2026. */
export function isCnpj(text: string): boolean {
  return /^[0-9A-Z]{12}\d{2}$/.test(text) && !isOneDigit(text) && text.endsWith(cnpjCheckDigits(text.slice(0, 12)))
}

/** A character counts as its ASCII code less 48, so that digits are themselves. */
export function cnpjCheckDigits(root: string): string {
  const first = mod11(root, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])
  return `${first}${mod11(`${root}${first}`, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])}`
}

/** Seven or eight digits and a check digit, which may be K. */
export function isRut(text: string): boolean {
  const match = /^([1-9]\d{6,7})([\dK])$/.exec(text)
  return match !== null && !isOneDigit(text) && rutCheckDigit(match[1] ?? "") === match[2]
}

export function rutCheckDigit(root: string): string {
  const sum = [...root].toReversed().reduce((total, digit, place) => total + Number(digit) * (2 + (place % 6)), 0)
  return ["0", "K", "9", "8", "7", "6", "5", "4", "3", "2", "1"][sum % 11] ?? ""
}

const curp =
  /^[A-Z][AEIOUX][A-Z]{2}(\d{6})[HMX](?:AS|BC|BS|CC|CS|CH|CL|CM|DF|DG|GT|GR|HG|JC|MC|MN|MS|NT|NL|OC|PL|QT|QR|SP|SL|SR|TC|TS|TL|VZ|YN|ZS|NE)[B-DF-HJ-NP-TV-ZÑ]{3}[0-9A-Z]\d$/
const curpAlphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"

/** Eighteen characters: names, birthday, sex, state, names again, and a check digit. */
export const isCurp = (text: string): boolean =>
  looksLikeCurp(text) && curpCheckDigit(text.slice(0, 17)) === text.at(-1)

/** But for the check digit, which is often mistyped or made up. */
export const looksLikeCurp = (text: string): boolean => isDate(curp.exec(text)?.[1] ?? "")

export function curpCheckDigit(root: string): string {
  const sum = [...root].reduce((total, char, place) => total + curpAlphabet.indexOf(char) * (18 - place), 0)
  return String((10 - (sum % 10)) % 10)
}

const rfc = /^([A-ZÑ&][AEIOUX][A-ZÑ&]{2}|[A-ZÑ&]{3})(\d{6})([1-9A-Z]{2}[0-9A])$/
const rfcAlphabet = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ"

/** Letters of a name, a date, two characters that tell namesakes apart, and one that checks; a company has a letter less. */
export const isRfc = (text: string): boolean => looksLikeRfc(text) && rfcCheckDigit(text.slice(0, -1)) === text.at(-1)

/** But for the check digit, which not every office computed. */
export const looksLikeRfc = (text: string): boolean => isDate(rfc.exec(text)?.[2] ?? "")

export function rfcCheckDigit(root: string): string {
  const sum = [...root.padStart(12)].reduce((total, char, place) => total + rfcAlphabet.indexOf(char) * (13 - place), 0)
  const digit = (11 - (sum % 11)) % 11
  return digit === 10 ? "A" : String(digit)
}

const isOneDigit = (text: string) => new Set(text).size === 1

/** `yymmdd` of any century. */
function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = (text.match(/../g) ?? []).map(Number)
  const date = new Date(Date.UTC(2000 + year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** Of CPF and CNPJ: the weighted sum's remainder from eleven; ten and eleven count as nought. */
function mod11(text: string, weights: readonly number[]): number {
  const sum = [...text].reduce((total, char, place) => total + (char.charCodeAt(0) - 48) * (weights[place] ?? 0), 0)
  return sum % 11 < 2 ? 0 : 11 - (sum % 11)
}
