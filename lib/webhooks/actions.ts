"use server"

import { action } from "@/lib/action"
import { rereadWebhook, rereadWebhooks } from "@/lib/webhooks/commands"
import { webhookInput, webhookSelection } from "@/lib/webhooks/schema"

export const rereadWebhookAction = action(webhookInput, rereadWebhook, { refresh: ["/webhooks"] })

export const rereadWebhooksAction = action(webhookSelection, rereadWebhooks, { refresh: ["/webhooks"] })
