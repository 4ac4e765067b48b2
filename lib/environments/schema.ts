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
/** An empty field is no 0. */
const typedNumber = z.union([z.number(), z.string().trim().min(1, "number").transform(Number)], "number")

const facts = z.object({
  name,
  kind,
  customerLocale: z.enum(locales),
  rawWebhookDays: z.coerce.number("number").int("number").min(1, "number").max(365, "number"),
})

/** How often all links are read, how often what is new or broken (0: never), and with how many requests. */
export const environmentSchedule = z.object({
  sweepEveryMinutes: z.coerce.number("number").int("number").min(5, "sweepTooOften").max(1_440, "sweepTooRare"),
  deltaEveryMinutes: typedNumber.pipe(z.number("number").int("number").min(0, "number").max(60, "number")),
  deltaRequests: z.coerce.number("number").int("number").min(2, "number").max(500, "number"),
})

/** For how many hours a deletion is held (0: not at all), above how many links a second member decides, and for how many days removed links keep what is personal. */
export const deletionSettings = z.object({
  deletionHoldHours: typedNumber.pipe(z.number("number").int("number").min(0, "number").max(720, "number")),
  deletionThreshold: typedNumber.pipe(z.number("number").int("number").min(0, "number").max(100_000, "number")),
  personalDays: typedNumber.pipe(z.number("number").int("number").min(1, "number").max(3_650, "number")),
})

export const environmentChanges = facts.extend({ ...environmentSchedule.shape, ...deletionSettings.shape })
export type EnvironmentChanges = z.output<typeof environmentChanges>

/** Of a form whose fields are named as the facts are; the server parses it again. */
export function environmentFormData(data: FormData): z.input<typeof facts> {
  return {
    name: textOf(data, "name"),
    kind: environmentKinds.find((one) => one === data.get("kind")) ?? "sandbox",
    customerLocale: locales.find((one) => one === data.get("customerLocale")) ?? "es",
    rawWebhookDays: textOf(data, "rawWebhookDays"),
  }
}

export function scheduleFormData(data: FormData) {
  return {
    sweepEveryMinutes: textOf(data, "sweepEveryMinutes"),
    deltaEveryMinutes: textOf(data, "deltaEveryMinutes"),
    deltaRequests: textOf(data, "deltaRequests"),
  }
}

export function deletionFormData(data: FormData) {
  return {
    deletionHoldHours: textOf(data, "deletionHoldHours"),
    deletionThreshold: textOf(data, "deletionThreshold"),
    personalDays: textOf(data, "personalDays"),
  }
}

const textOf = (data: FormData, name: string): string => String(data.get(name) ?? "")

export const belvoKeyInput = z.object({ secretId: secret, secretPassword: secret })
export type BelvoKey = z.output<typeof belvoKeyInput>

/** Its schedule is set once its links are known: until then it is the usual one. */
export const addEnvironmentInput = facts.extend({
  slug: environmentSlug,
  baseUrl: z.url("baseUrl"),
  ...belvoKeyInput.shape,
})
export type AddEnvironment = z.output<typeof addEnvironmentInput>

/** Of a deed that needs no more than its environment. */
export const nothing = z.void()

/** Whom a request to Belvo is for, in the order in which they are served. */
export const budgetPriorities = ["member", "visitor", "webhook", "sweep"] as const
