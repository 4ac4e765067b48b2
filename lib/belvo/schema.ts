import { z } from "zod"
import { isPlainPage } from "@/lib/belvo/plain-page"
import { isTimestamp } from "@/lib/belvo/timestamp"

// Belvo's own spelling. Only what everything hangs on is required; new fields and new values are kept as they come.

export const linkStatuses = ["valid", "invalid", "unconfirmed", "token_required"] as const
export const accessModes = ["single", "recurrent"] as const
export const mfaTypes = ["inputless", "numeric", "qr", "text"] as const

/** What can be read at an institution with nothing but the link's id, the smallest first. */
export const retrievables = ["accounts", "owners"] as const
export type Retrievable = (typeof retrievables)[number]
/** Where a session of multi-factor authentication can go on. */
export const resumables = ["links", ...retrievables] as const
export type Resumable = (typeof resumables)[number]

const timestamp = z.string().refine(isTimestamp, "not an ISO-8601 timestamp with its zone")

export const linkSchema = z.looseObject({
  id: z.guid(),
  institution: z.string(),
  access_mode: z.string().nullish(),
  status: z.string(),
  refresh_rate: z.string().nullish(),
  created_by: z.guid().nullish(),
  last_accessed_at: timestamp.nullish(),
  external_id: z.string().nullish(),
  created_at: timestamp,
  institution_user_id: z.string().nullish(),
  credentials_storage: z.string().nullish(),
  stale_in: z.string().nullish(),
  fetch_resources: z.array(z.string()).nullish(),
})

/** What comes back where `fields` or `omit` asked for less. */
export const linkPartSchema = linkSchema.partial()

export const institutionSchema = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  type: z.string().nullish(),
  website: z.string().nullish(),
  display_name: z.string().nullish(),
  country_codes: z.array(z.string()).nullish(),
  primary_color: z.string().nullish(),
  logo: z.string().nullish(),
  icon_logo: z.string().nullish(),
  text_logo: z.string().nullish(),
  features: z.array(z.looseObject({ name: z.string() })).nullish(),
  resources: z.array(z.string()).nullish(),
  integration_type: z.string().nullish(),
  status: z.string().nullish(),
})

export const accountSchema = z.looseObject({
  id: z.string(),
  link: z.string().nullish(),
  institution: z.looseObject({ name: z.string(), type: z.string().nullish() }).nullish(),
  name: z.string().nullish(),
  number: z.string().nullish(),
  agency: z.string().nullish(),
  check_digit: z.string().nullish(),
  type: z.string().nullish(),
  category: z.string().nullish(),
  currency: z.string().nullish(),
  public_identification_name: z.string().nullish(),
  public_identification_value: z.string().nullish(),
  internal_identification: z.string().nullish(),
  created_at: timestamp.nullish(),
  last_accessed_at: timestamp.nullish(),
})

export const pageSchema = <T extends z.ZodType>(item: T) =>
  z.looseObject({
    count: z.number().int().nonnegative(),
    next: z.string().nullish(),
    previous: z.string().nullish(),
    results: z.array(item),
  })

/**
 * The same page; where every link is sure to be as expected, it is handed on as it came, since zod takes longer to copy a thousand
 * than all else that is done with them.
 */
export const linkPageSchema: z.ZodType<WirePage<WireLink>> = z.unknown().transform((value, context) => {
  if (isPlainPage(value)) return value
  const parsed = strictLinkPage.safeParse(value)
  if (parsed.success) return parsed.data
  for (const { path, message } of parsed.error.issues) context.addIssue({ code: "custom", path, message })
  return z.NEVER
})

const strictLinkPage = pageSchema(linkSchema)

export const nothingSchema = z.null()

/** The 202 of a refresh (bare id) and of an asynchronous deletion (dashed id). */
export const acceptedSchema = z.looseObject({ request_id: z.string().min(1) })

/** One entry of the array that every refusal is. */
export const issueSchema = z.looseObject({
  code: z.string(),
  message: z.string().nullish(),
  request_id: z.string().nullish(),
  field: z.string().nullish(),
})

/** `expiry` is a number in the specification and a string in the samples; `expects_user_input` may be missing. */
export const tokenRequiredSchema = z.looseObject({
  session: z.string().min(1),
  link: z.guid(),
  expiry: z
    .union([z.number(), z.string().regex(/^\d+$/)])
    .transform(Number)
    .nullish(),
  token_generation_data: z
    .looseObject({
      type: z.string().nullish(),
      instructions: z.string().nullish(),
      value: z.string().nullish(),
      expects_user_input: z.boolean().nullish(),
    })
    .nullish(),
  request_id: z.string().nullish(),
})

/** Everything is dropped but `access`: the refresh token beside it is good for years and must not stay anywhere. */
export const widgetTokenSchema = z.object({ access: z.string().min(1) }).transform(({ access }) => access)

export const widgetClaimsSchema = z.looseObject({
  exp: z.number().nullish(),
  iat: z.number().nullish(),
  link: z.looseObject({ id: z.guid(), status: z.string(), institution: z.string() }).nullish(),
  fetch_resources: z.array(z.string()).nullish(),
  stale_in: z.string().nullish(),
  credentials_storage: z.string().nullish(),
})

export type WireLink = z.input<typeof linkSchema>
export type WireLinkPart = z.input<typeof linkPartSchema>
export type WireInstitution = z.input<typeof institutionSchema>
export type WireAccount = z.input<typeof accountSchema>
export type WireIssue = z.input<typeof issueSchema>
export type WireTokenRequired = z.input<typeof tokenRequiredSchema>
export type WirePage<T> = {
  count: number
  next?: string | null | undefined
  previous?: string | null | undefined
  results: T[]
}
