"use server"

import { action } from "@/lib/action"
import { requestVerification } from "@/lib/audit/commands"
import { verifyAuditInput } from "@/lib/audit/schema"

export const verifyAuditAction = action(verifyAuditInput, requestVerification, { refresh: ["/audit"] })
