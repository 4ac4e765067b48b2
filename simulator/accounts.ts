import type { Country } from "@/simulator/institutions"
import { hexOf, mix, uuidOf } from "@/simulator/random"
import { ready } from "@/simulator/store/link-table"
import { formatMicros } from "@/simulator/time"
import type { WorldRows } from "@/simulator/worlds/world-rows"

export type WireAccount = ReturnType<typeof accountOf>

/** Zero for fiscal and employment institutions, and until the data of the link has arrived. */
export function accountCount(rows: WorldRows, row: number): number {
  if (!rows.table.hasFlag(row, ready) || rows.institution(row)?.type !== "bank") return 0
  return 1 + (personOf(rows, row) % 3)
}

/** The `index`th account of a link, in the shape of Belvo's accounts. The same person has the same accounts in every link. */
export function accountOf(rows: WorldRows, row: number, index: number) {
  const { seed } = rows.table
  const link = rows.wire(row)
  const country = rows.institution(row)?.country ?? "MX"
  const kind = kinds[index % kinds.length] ?? kinds[0]
  const person = personOf(rows, row)
  const digits = (length: number, salt: number): string =>
    String(mix(seed, person, 700 + index * 20 + salt))
      .padStart(10, "0")
      .slice(-length)
  const current = mix(seed, person, 710 + index * 20) % 9_000_000
  return {
    id: uuidOf(seed, row, 600 + index * 8),
    link: link.id,
    institution: { name: link.institution, type: "bank" },
    collected_at: link.last_accessed_at,
    created_at: formatMicros(rows.table.columns.created.get(row)),
    last_accessed_at: link.last_accessed_at,
    category: kind.category,
    balance_type: kind.balanceType,
    type: kind.names[country],
    subtype: null,
    name: country === "BR" ? null : kind.names[country],
    number: digits(8, 1),
    agency: digits(4, 2),
    check_digit: digits(1, 3),
    balance: { current: current / 100, available: (current - (current % 700)) / 100 },
    currency: currencies[country],
    public_identification_name: country === "MX" ? "CLABE" : "AGENCY/NUMBER",
    public_identification_value:
      country === "MX" ? `072${digits(10, 4)}${digits(5, 5)}` : `${digits(4, 2)}/${digits(8, 1)}`,
    internal_identification: hexOf(seed, person, 720 + index * 20),
    credit_data: null,
    loan_data: null,
    funds_data: null,
  }
}

const personOf = (rows: WorldRows, row: number): number => mix(rows.table.seed, rows.table.columns.person.get(row), 699)

const currencies: Record<Country, string> = { MX: "MXN", BR: "BRL", CO: "COP", CL: "CLP" }

interface Kind {
  category: string
  balanceType: string
  names: Record<Country, string>
}

const kinds: [Kind, ...Kind[]] = [
  {
    category: "CHECKING_ACCOUNT",
    balanceType: "ASSET",
    names: { MX: "Cuenta de nómina", BR: "CONTA_DEPOSITO_A_VISTA", CO: "Cuenta corriente", CL: "Cuenta corriente" },
  },
  {
    category: "SAVINGS_ACCOUNT",
    balanceType: "ASSET",
    names: { MX: "Cuenta de ahorro", BR: "CONTA_POUPANCA", CO: "Cuenta de ahorros", CL: "Cuenta de ahorro" },
  },
  {
    category: "CREDIT_CARD",
    balanceType: "LIABILITY",
    names: { MX: "Tarjeta de crédito", BR: "CARTAO_DE_CREDITO", CO: "Tarjeta de crédito", CL: "Tarjeta de crédito" },
  },
]
