import { z } from "zod"
import { checked } from "@/lib/belvo/check"
import type { Where } from "@/lib/belvo/errors"

type Param = { readonly wire: string; readonly schema: z.ZodType; readonly personal: boolean }
export type ParamTable = Record<string, Param>
export type ParamsOf<T extends ParamTable> = { readonly [K in keyof T]?: z.input<T[K]["schema"]> | undefined }

/** One `name=value,value`. A personal one never appears in an error or a log. */
export type QueryPart = { readonly name: string; readonly values: readonly string[]; readonly personal: boolean }
export type Query = readonly QueryPart[]

const MOST_VALUES = 150

export const one = <S extends z.ZodType>(wire: string, schema: S) => ({ wire, schema, personal: false })

/** Never empty: an empty list would be no filter at all, and answer with every link. */
export const many = <S extends z.ZodType<string>>(wire: string, schema: S) => ({
  wire,
  schema: z
    .array(schema.refine((value) => !value.includes(",")))
    .min(1)
    .max(MOST_VALUES)
    .readonly(),
  personal: false,
})

export const personal = <P extends Param>(param: P) => ({ ...param, personal: true })

/** Checks every value that is there against its pattern; throws BelvoInvalidRequest. */
export function toQuery<T extends ParamTable>(where: Where, table: T, params: ParamsOf<T>): Query {
  return Object.entries(table).flatMap(([key, param]) => {
    const value = params[key]
    if (value === undefined) return []
    return [
      { name: param.wire, values: toValues(checked(where, param.schema, value, param.wire)), personal: param.personal },
    ]
  })
}

/** Commas between values stay as they are, because that is how Belvo separates them. */
export const writeQuery = (query: Query): string =>
  write(query, ({ values }) => values.map(encodeURIComponent).join(","))

export const showQuery = (query: Query): string =>
  write(query, ({ values, personal }) => (personal ? "[redacted]" : values.join(",")))

const write = (query: Query, show: (part: QueryPart) => string): string =>
  query.length === 0 ? "" : `?${query.map((part) => `${part.name}=${show(part)}`).join("&")}`

const toValues = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [String(value)])
