import { choiceParam, listParams } from "@/lib/list-params"
import { type CursorValue, cursorParam } from "@/lib/page"

/** What can be wrong with an external id, worst first. */
export const externalIdKinds = [
  "email",
  "phone",
  "cpf",
  "cnpj",
  "curp",
  "rfc",
  "rut",
  "card",
  "name",
  "characters",
  "too_short",
  "too_long",
] as const
export type ExternalIdKind = (typeof externalIdKinds)[number]

/** `number`: fits, but so would a counter now and then; only the numbers beside it tell. */
export type Grade = "certain" | "likely" | "number"

/** `shape` of a `number`: what its neighbours have in common; of everything else empty. */
export type Finding = { kind: ExternalIdKind; grade: Grade; shape: string }

export type OffenderListParams = {
  kind: ExternalIdKind | ""
  after: readonly CursorValue[] | null
  before: readonly CursorValue[] | null
}

/** The address of the page. */
export const offenderListParams = listParams<OffenderListParams>({
  kind: choiceParam(["", ...externalIdKinds], ""),
  after: cursorParam(),
  before: cursorParam(),
})
