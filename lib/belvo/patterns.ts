import { z } from "zod"

// Belvo's firewall answers a value that breaks these with an HTML 403, which looks like throttling and repeated
// leads to a ban of the address. So they are checked here, before anything is sent.

export const uuid = z.guid()
export const institutionName = z.string().regex(/^[a-z_]{1,40}$/)
export const calendarDate = z.iso.date()
export const calendarRange = z.tuple([calendarDate, calendarDate])
/** Samples of 43 characters exist beside the documented 44. */
export const institutionUserId = z.string().regex(/^[A-Za-z0-9\-=_]{43,44}$/)
export const refreshRate = z.union([z.literal("null"), z.string().regex(/^(?=\d)(\d{1,3}h)?(\d{1,3}m)?(\d{1,3}d)?$/)])
export const word = z.string().regex(/^[A-Za-z_]{1,40}$/)
export const resources = z.array(z.string().regex(/^[A-Z_]{1,40}$/)).readonly()
export const period = z.string().regex(/^\d{1,3}d$/)
export const storagePeriod = z.union([z.enum(["store", "nostore"]), period])
export const sessionId = z.string().regex(/^[a-f0-9]{32}$/)
export const countryCode = z.string().regex(/^[A-Z]{2}$/)
export const pageNumber = z.number().int().min(1)
export const pageSize = z.number().int().min(1).max(1000)
export const externalId = text(3, 256)

/** `min` to `max` characters as a person counts them, with nothing in them that breaks an address or a log. */
export function text(min: number, max: number) {
  return z.string().refine((value) => {
    const length = [...value].length
    return length >= min && length <= max && value.isWellFormed() && !CONTROL.test(value)
  })
}

const CONTROL = /\p{Cc}/u
