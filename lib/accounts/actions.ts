"use server"

import { readAccounts } from "@/lib/accounts/commands"
import { readAccountsInput } from "@/lib/accounts/schema"
import { action } from "@/lib/action"

export const readAccountsAction = action(readAccountsInput, readAccounts)
