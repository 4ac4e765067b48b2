"use server"

import { action } from "@/lib/action"
import { rereadWebhook } from "@/lib/webhooks/commands"
import { webhookInput } from "@/lib/webhooks/schema"

export const rereadWebhookAction = action(webhookInput, rereadWebhook, { refresh: ["/webhooks"] })
