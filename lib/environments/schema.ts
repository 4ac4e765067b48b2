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
const kind = z.enum(["sandbox", "production"])

export const environmentChanges = z.object({
  name,
  kind,
  customerLocale: z.enum(locales),
  sweepEveryMinutes: z.coerce.number("number").int("number").min(5, "sweepTooOften").max(1_440, "sweepTooRare"),
  rawWebhookDays: z.coerce.number("number").int("number").min(1, "number").max(365, "number"),
})
export type EnvironmentChanges = z.output<typeof environmentChanges>

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
