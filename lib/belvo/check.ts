import type { z } from "zod"
import { BelvoInvalidRequest, type Where } from "@/lib/belvo/errors"
import { uuid } from "@/lib/belvo/patterns"

/** The value, or BelvoInvalidRequest naming the field; the value itself is never repeated. */
export function checked<T>(where: Where, schema: z.ZodType<T>, value: unknown, field?: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const inside = result.error.issues[0]?.path.map(String) ?? []
  const name = [...(field ? [field] : []), ...inside].join(".") || "request"
  throw new BelvoInvalidRequest({
    ...where,
    code: "invalid_request",
    message: `${name} does not have the form that Belvo accepts, so nothing was sent`,
    field: name,
  })
}

/** `/api/links/{id}/…` with an id that cannot lead anywhere else. */
export function linkPath(method: Where["method"], id: string, rest: "" | "refresh/" = ""): Where {
  const safe = checked({ method, path: "/api/links/{id}/" }, uuid, id, "id")
  return { method, path: `/api/links/${safe.toLowerCase()}/${rest}` }
}
