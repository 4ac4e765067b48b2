import type { AccountView } from "@/lib/accounts/schema"
import type { BelvoAccount } from "@/lib/belvo/accounts"

const shownDigits = 4

export function toAccountView({ id, name, category, type, currency, number }: BelvoAccount): AccountView {
  const numberEnd = number && number.length > shownDigits ? number.slice(-shownDigits) : null
  return { id, name, category, type, currency, numberEnd }
}
