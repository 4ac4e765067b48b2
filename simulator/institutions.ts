export type MfaKind = "inputless" | "numeric" | "qr" | "text"
export type Country = "MX" | "BR" | "CO" | "CL"

export interface Institution {
  id: number
  /** `<bank>_<country>_<kind>`: what a link calls its institution. */
  name: string
  displayName: string
  country: Country
  type: "bank" | "fiscal" | "employment"
  integration: "credentials" | "openfinance"
  resources: readonly string[]
  mfa: MfaKind | null
  status: "healthy" | "down"
  color: string
  /** How many links of a generated world go here, as a weight. */
  weight: number
}

const banking = ["ACCOUNTS", "OWNERS", "TRANSACTIONS", "BILLS", "INCOMES", "RECURRING_EXPENSES"]
const openFinance = [...banking.slice(0, 4), "INVESTMENTS", "INVESTMENT_TRANSACTIONS", "EXCHANGES"]
const fiscal = ["INVOICES", "TAX_COMPLIANCE_STATUS", "TAX_RETENTIONS", "TAX_RETURNS", "TAX_STATUS"]
const employment = ["EMPLOYMENT_RECORDS", "CURRENT_EMPLOYMENTS", "EMPLOYMENTS"]

const countries: Record<string, Country> = { mx: "MX", br: "BR", co: "CO", cl: "CL" }

type Row = [name: string, displayName: string, weight: number, mfa?: MfaKind | null, status?: "down"]

const catalogue: Row[] = [
  ["erebor_mx_retail", "Erebor Mexico", 120],
  ["gringotts_mx_retail", "Gringotts Mexico", 85],
  ["heimdall_mx_retail", "Heimdall Bank", 60, "inputless"],
  ["heimdall_mx_business", "Heimdall Empresas", 18, "text"],
  ["valleverde_mx_retail", "Banco Valleverde", 55],
  ["monteclaro_mx_business", "Monteclaro Negocios", 22],
  ["anahuac_mx_retail", "Banco del Anáhuac", 40, "numeric"],
  ["tatooine_mx_fiscal", "Tatooine Servicio Tributario", 45],
  ["sat_mx_fiscal", "SAT México", 30],
  ["planet_mx_employment", "Planet Empleo", 25],
  ["imss_mx_employment", "IMSS", 30],
  ["ofmockbank_br_retail", "OF Mockbank", 60],
  ["ofmockbank_br_business", "OF Mockbank Empresas", 15],
  ["ofipanema_br_retail", "Banco Ipanema", 75],
  ["ofjacaranda_br_retail", "Banco Jacarandá", 55],
  ["ofaraucaria_br_business", "Araucária Empresas", 20],
  ["ofmantiqueira_br_retail", "Cooperativa Mantiqueira", 30],
  ["inss_br_employment", "INSS", 15],
  ["erebor_co_retail", "Erebor Colombia", 50],
  ["gringotts_co_retail", "Gringotts Colombia", 35],
  ["heimdall_co_retail", "Heimdall Colombia", 25, "numeric"],
  ["cafetal_co_retail", "Banco Cafetal", 28],
  ["cordillera_co_business", "Cordillera Empresas", 10],
  ["moria_co_fiscal", "Moria Impuestos", 8],
  ["erebor_cl_retail", "Erebor Chile", 30],
  ["heimdall_cl_retail", "Heimdall Chile", 18, "qr"],
  ["atacama_cl_retail", "Banco Atacama", 20],
  ["mapocho_cl_business", "Mapocho Empresas", 6, null, "down"],
  ["araucania_cl_fiscal", "Araucanía Tributario", 10],
]

export const institutions: readonly Institution[] = catalogue.map(toInstitution)

const byName = new Map(institutions.map((institution) => [institution.name, institution]))

export const findInstitution = (name: string): Institution | undefined => byName.get(name)

function toInstitution([name, displayName, weight, mfa = null, status]: Row, index: number): Institution {
  const [, country = "mx", kind] = name.split("_")
  const type = kind === "fiscal" || kind === "employment" ? kind : "bank"
  const integration = name.startsWith("of") && country === "br" ? "openfinance" : "credentials"
  return {
    id: 1003 + index * 7,
    name,
    displayName,
    country: countries[country] ?? "MX",
    type,
    integration,
    resources: resourcesOf(type, integration),
    mfa,
    status: status ?? "healthy",
    color: `#${((index * 0x2f4a1d + 0x056dae) & 0xffffff).toString(16).padStart(6, "0")}`,
    weight,
  }
}

function resourcesOf(type: Institution["type"], integration: Institution["integration"]): readonly string[] {
  if (type === "fiscal") return fiscal
  if (type === "employment") return employment
  return integration === "openfinance" ? openFinance : banking
}
