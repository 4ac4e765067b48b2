import { z } from "zod"
import { linkId } from "@/lib/links/ids/schema"

export const readAccountsInput = z.object({ linkId })
export type ReadAccounts = z.output<typeof readAccountsInput>

/** As much of an account as tells it from the customer's others: no balance, and of its number the end. */
export const accountView = z.object({
  id: z.string(),
  name: z.string().nullable(),
  category: z.string().nullable(),
  type: z.string().nullable(),
  currency: z.string().nullable(),
  numberEnd: z.string().nullable(),
})
export type AccountView = z.output<typeof accountView>
