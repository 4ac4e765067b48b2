"use server"

import { action } from "@/lib/action"
import { replaceKey, rotateWebhookAuthorization, testEnvironmentKey } from "@/lib/environments/keys/commands"
import { belvoKeyInput, nothing } from "@/lib/environments/schema"

export const testEnvironmentKeyAction = action(nothing, testEnvironmentKey)

export const replaceKeyAction = action(belvoKeyInput, replaceKey)

export const rotateWebhookAuthorizationAction = action(nothing, rotateWebhookAuthorization)
