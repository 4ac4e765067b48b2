import { z } from "zod"
import { locales } from "@/lib/format"

/** First segments of addresses that are not an environment's. */
export const reservedSlugs = ["settings", "api", "sign-in", "repair", "_next", "invitation"] as const

/** Lower-case letters, digits and dashes; it stands in addresses and file names and never changes. */
export const environmentSlug = z
  .string()
  .trim()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, "slug")
  .refine((slug) => !reservedSlugs.some((reserved) => reserved === slug), "slugReserved")

const name = z.string().trim().min(1, "required").max(60, "tooLong")
const secret = z.string().trim().min(1, "required").max(500, "tooLong")
export const environmentKinds = ["sandbox", "production"] as const
const kind = z.enum(environmentKinds)

export const environmentChanges = z.object({
  name,
  kind,
  customerLocale: z.enum(locales),
  sweepEveryMinutes: z.coerce.number("number").int("number").min(5, "sweepTooOften").max(1_440, "sweepTooRare"),
  rawWebhookDays: z.coerce.number("number").int("number").min(1, "number").max(365, "number"),
})
export type EnvironmentChanges = z.output<typeof environmentChanges>

/** Of a form whose fields are named as the changes are; the server parses it again. */
export function environmentFormData(data: FormData): z.input<typeof environmentChanges> {
  const text = (name: string) => String(data.get(name) ?? "")
  return {
    name: text("name"),
    kind: environmentKinds.find((one) => one === data.get("kind")) ?? "sandbox",
    customerLocale: locales.find((one) => one === data.get("customerLocale")) ?? "es",
    sweepEveryMinutes: text("sweepEveryMinutes"),
    rawWebhookDays: text("rawWebhookDays"),
  }
}

export const belvoKeyInput = z.object({ secretId: secret, secretPassword: secret })
export type BelvoKey = z.output<typeof belvoKeyInput>

export const addEnvironmentInput = environmentChanges.extend({
  slug: environmentSlug,
  baseUrl: z.url("baseUrl"),
  ...belvoKeyInput.shape,
})
export type AddEnvironment = z.output<typeof addEnvironmentInput>

/** Of a deed that needs no more than its environment. */
export const nothing = z.void()

/** Whom a request to Belvo is for, in the order in which they are served. */
export const budgetPriorities = ["member", "visitor", "webhook", "sweep"] as const
