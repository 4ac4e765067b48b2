/** Words that systems put before an id: whose it is, and where it was made. */
const words = [
  ...["usr", "user", "users", "uid", "customer", "customers", "cust", "client", "clients", "cliente", "usuario"],
  ...["member", "id", "prod", "production", "prd", "live", "sandbox", "sbx", "staging", "stg", "stage", "test", "qa"],
  ...["dev", "development"],
]
const prefixes = new RegExp(`^(?:(?:${words.join("|")})[-_])+(?=[-_]*(?:[^-_][-_]*){3})`, "u")

/** An external id without case, separators and such words; `near_key` of the database says the same. At least three characters stay of what has them. */
export const nearKey = (externalId: string): string => withoutSeparators(lowered(externalId).replace(prefixes, ""))

/** `written`: the same letters and digits, in another case or with other separators; `prefixed`: under another word. Null is neither. */
export function nearness(one: string, other: string): "written" | "prefixed" | null {
  if (one === other || nearKey(one) !== nearKey(other)) return null
  return withoutSeparators(lowered(one)) === withoutSeparators(lowered(other)) ? "written" : "prefixed"
}

const withoutSeparators = (text: string): string => text.replace(/[-_]/g, "")
/** Only the letters that have one lower form everywhere. */
const lowered = (text: string): string => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
