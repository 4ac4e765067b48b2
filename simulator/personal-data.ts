const patterns = [
  /[^\s@]+@[^\s@]+\.[^\s@]+/, // e-mail
  /^\+?\d{10,13}$/, // telephone, CPF and CNPJ without marks
  /^\d{3}\.\d{3}\.\d{3}-\d{2}$/, // CPF
  /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d$/i, // CURP
  /^[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}$/i, // RFC
]

/** Belvo blanks an external_id in which it sees an e-mail, a telephone, a card or a document number. */
export function isPersonalData(value: string): boolean {
  return patterns.some((pattern) => pattern.test(value)) || isCardNumber(value)
}

function isCardNumber(value: string): boolean {
  const digits = value.replace(/[ -]/g, "")
  if (!/^\d{14,19}$/.test(digits)) return false
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const weighted = Number(digit) * (index % 2 === 1 ? 2 : 1)
    return total + (weighted > 9 ? weighted - 9 : weighted)
  }, 0)
  return sum % 10 === 0
}
