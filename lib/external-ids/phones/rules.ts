type Country = {
  code: string
  /** Of a number without its country's code. */
  national: RegExp
  /** How people write one without a code. */
  grouped: RegExp
}

const areaOfBrazil = "(?:1[1-9]|2[12478]|3[1-578]|4[1-9]|5[1345]|6[1-9]|7[134579]|8[1-9]|9[1-9])"

const countries: readonly Country[] = [
  {
    code: "55",
    national: new RegExp(`^${areaOfBrazil}(?:9\\d{8}|[2-5]\\d{7})$`),
    grouped: /^\d\d-(?:9\d{4}|\d{4})-\d{4}$/,
  },
  { code: "52", national: /^1?[2-9]\d{9}$/, grouped: /^(?:(?:55|56|33|81)-\d{4}|[2-9]\d\d-\d{3})-\d{4}$/ },
  { code: "57", national: /^(?:3[0-5]\d|60\d)\d{7}$/, grouped: /^3[0-5]\d-\d{3}-\d{4}$/ },
  { code: "56", national: /^(?:9[2-9]\d{7}|2[23]\d{7})$/, grouped: /^9-\d{4}-\d{4}$/ },
]

/** With the country's code, of Mexico, Brazil, Colombia or Chile. */
export const isInternationalPhone = (digits: string): boolean =>
  countries.some(({ code, national }) => digits.startsWith(code) && national.test(digits.slice(code.length)))

export const isNationalPhone = (digits: string): boolean => countries.some(({ national }) => national.test(digits))

/** Groups of digits as people write a phone number. A single group is a number like any other. */
export function isWrittenPhone(groups: readonly string[]): boolean {
  const digits = groups.join("")
  const [first, ...others] = groups
  const byCode = countries.some(({ code, national }) => code === first && national.test(others.join("")))
  const asWritten = groups.join("-")
  return byCode || countries.some(({ national, grouped }) => grouped.test(asWritten) && national.test(digits))
}
