import { z } from "zod"

/** What Belvo can be asked to fetch by itself, in its spelling. */
export const fetchable = [
  ...["ACCOUNTS", "OWNERS", "TRANSACTIONS", "BILLS", "INCOMES", "RECURRING_EXPENSES", "RISK_INSIGHTS"],
  ...["INVESTMENTS", "INVESTMENT_TRANSACTIONS", "EXCHANGES"],
  ...["INVOICES", "FINANCIAL_STATEMENTS", "TAX_STATUS", "TAX_COMPLIANCE_STATUS", "TAX_RETURNS", "TAX_RETENTIONS"],
  ...["EMPLOYMENT_RECORDS", "EMPLOYMENT_METRICS", "CURRENT_EMPLOYMENTS", "EMPLOYMENTS"],
] as const

const https = z
  .string()
  .trim()
  .max(500, "tooLong")
  .refine((text) => URL.canParse(text) && new URL(text).protocol === "https:", "httpsAddress")

/** What a browser would run, read or write by itself, or send unencrypted; an app's own scheme is none of these. */
const notAnApp = [
  "http",
  "javascript",
  "data",
  "vbscript",
  "file",
  "blob",
  "filesystem",
  "about",
  "view-source",
  "ftp",
  "ws",
  "wss",
]

function isReturnAddress(text: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\/\S{1,2000}$/i.exec(text)?.[1]?.toLowerCase()
  if (scheme === undefined || notAnApp.includes(scheme)) return false
  return scheme !== "https" || URL.canParse(text)
}

const days = z.coerce.number("number").int("number").min(1, "number").max(365, "number")

/** How Belvo's widget presents the operator, and what new links are made with. */
export const connectingSetupInput = z.object({
  companyName: z.string().trim().min(1, "required").max(200, "tooLong"),
  iconUrl: https,
  logoUrl: https,
  termsUrl: https,
  resources: z
    .array(z.string())
    .transform((names) => fetchable.filter((one) => names.includes(one)))
    .refine((names) => names.length > 0, "required"),
  staleDays: days,
  storageDays: days,
  /** Where the widget leads afterwards: an app's address, or a page; empty for this console's own. */
  returnUrl: z
    .string()
    .trim()
    .transform((text) => text || null)
    .refine((text) => text === null || isReturnAddress(text), "address"),
})
export type SaveConnectingSetup = z.output<typeof connectingSetupInput>
export type ConnectingSetup = Omit<SaveConnectingSetup, "resources"> & { resources: readonly string[] }

/** Of a form whose fields are named as the facts are; the server parses it again. */
export function setupFormData(data: FormData): z.input<typeof connectingSetupInput> {
  const text = (name: string) => String(data.get(name) ?? "")
  return {
    companyName: text("companyName"),
    iconUrl: text("iconUrl"),
    logoUrl: text("logoUrl"),
    termsUrl: text("termsUrl"),
    resources: data.getAll("resources").map(String),
    staleDays: text("staleDays"),
    storageDays: text("storageDays"),
    returnUrl: text("returnUrl"),
  }
}
