import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"

export const readAccountsInput = z.object({ linkId })
export type ReadAccounts = z.output<typeof readAccountsInput>

/** As much of an account as tells it from the customer's others: no balance, and of its number the end. */
export type AccountView = {
  id: string
  name: string | null
  category: string | null
  type: string | null
  currency: string | null
  numberEnd: string | null
}
