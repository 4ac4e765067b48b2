import type { Send } from "@/lib/belvo/call"
import { eachPage, getPage, type Page } from "@/lib/belvo/pages"
import { pageNumber, pageSize, uuid, word } from "@/lib/belvo/patterns"
import { many, one, type ParamsOf, toQuery } from "@/lib/belvo/query"
import { accountSchema, pageSchema, type WireAccount } from "@/lib/belvo/schema"

/** What tells one account from another. Null where Belvo did not send it, also because `fields` left it out. */
export type BelvoAccount = {
  id: string
  linkId: string | null
  institution: string | null
  name: string | null
  number: string | null
  agency: string | null
  checkDigit: string | null
  type: string | null
  category: string | null
  currency: string | null
  publicIdentificationName: string | null
  publicIdentificationValue: string | null
  internalIdentification: string | null
  unknown: Record<string, unknown>
}

const params = {
  link: one("link", uuid),
  linkIn: many("link__in", uuid),
  fields: many("fields", word),
  omit: many("omit", word),
  page: one("page", pageNumber),
  pageSize: one("page_size", pageSize),
}
type Params = ParamsOf<typeof params>
/** `fields` in Belvo's spelling; it always names `id`. */
export type AccountListRequest =
  | (Params & { readonly link: string })
  | (Params & { readonly linkIn: readonly string[]; readonly link?: undefined })

const accountPage = pageSchema(accountSchema)
const where = { method: "GET", path: "/api/accounts/" } as const
const LARGEST_PAGE = 1_000

export async function listAccounts(send: Send, request: AccountListRequest): Promise<Page<BelvoAccount>> {
  const fields = request.fields && [...new Set(["id", ...request.fields])]
  const query = toQuery(where, params, { ...request, fields, pageSize: request.pageSize ?? LARGEST_PAGE })
  return getPage(send, { where, query, page: request.page, schema: accountPage, to: toAccount })
}

export function eachAccountPage(send: Send, request: AccountListRequest): AsyncGenerator<Page<BelvoAccount>> {
  return eachPage((page) => listAccounts(send, { ...request, page }), request.page)
}

export function toAccount(wire: WireAccount): BelvoAccount {
  const { id, link, institution, name, number, agency, check_digit, type, category, currency, ...rest } = wire
  const { public_identification_name, public_identification_value, internal_identification, ...unknown } = rest
  return {
    id: id.toLowerCase(),
    linkId: link?.toLowerCase() ?? null,
    institution: institution?.name ?? null,
    name: name ?? null,
    number: number ?? null,
    agency: agency ?? null,
    checkDigit: check_digit ?? null,
    type: type ?? null,
    category: category ?? null,
    currency: currency ?? null,
    publicIdentificationName: public_identification_name ?? null,
    publicIdentificationValue: public_identification_value ?? null,
    internalIdentification: internal_identification ?? null,
    unknown,
  }
}
