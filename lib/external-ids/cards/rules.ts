/** What issuers give out, with their lengths: Visa, Mastercard, Elo, Hipercard, Discover, JCB, American Express, Diners. */
const issued =
  /^(?:4\d{15}|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}|(?:5067|5090|6277|6362|6363|6504|6505|6507|6509|6516|6550)\d{12}|6062\d{12}|(?:6011|64[4-9]\d|65\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11})$/

export const isCard = (digits: string): boolean =>
  issued.test(digits) && digits.endsWith(luhnDigit(digits.slice(0, -1)))

/** The digit that a number without it needs, from the right doubling every other one. */
export function luhnDigit(root: string): string {
  const sum = [...root].toReversed().reduce((total, char, place) => {
    const digit = Number(char) * (place % 2 === 0 ? 2 : 1)
    return total + (digit > 9 ? digit - 9 : digit)
  }, 0)
  return String((10 - (sum % 10)) % 10)
}
