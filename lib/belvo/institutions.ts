import { z } from "zod"
import type { Send } from "@/lib/belvo/call"
import { eachPage, getPage, type Page } from "@/lib/belvo/pages"
import { countryCode, institutionName, pageNumber, pageSize, text, word } from "@/lib/belvo/patterns"
import { many, one, type ParamsOf, toQuery } from "@/lib/belvo/query"
import { institutionSchema, pageSchema, type WireInstitution } from "@/lib/belvo/schema"

export type BelvoInstitution = {
  id: number
  /** What a link names in its `institution`. */
  name: string
  displayName: string
  type: string | null
  status: string | null
  integrationType: string | null
  countryCodes: string[]
  resources: string[]
  features: string[]
  website: string | null
  primaryColor: string | null
  logo: string | null
  iconLogo: string | null
  textLogo: string | null
  unknown: Record<string, unknown>
}

const params = {
  name: one("name", institutionName),
  nameIn: many("name__in", institutionName),
  displayName: one("display_name", text(1, 30)),
  countryCode: one("country_code", countryCode),
  countryCodeIn: many("country_code__in", countryCode),
  resourcesAllIn: many("resources__allin", word),
  status: one("status", word),
  statusIn: many("status__in", word),
  type: one("type", word),
  typeIn: many("type__in", word),
  website: one("website", z.url()),
  page: one("page", pageNumber),
  pageSize: one("page_size", pageSize),
}
export type InstitutionListRequest = ParamsOf<typeof params>

const institutionPage = pageSchema(institutionSchema)
const where = { method: "GET", path: "/api/institutions/" } as const
const LARGEST_PAGE = 1_000

export async function listInstitutions(
  send: Send,
  request: InstitutionListRequest = {},
): Promise<Page<BelvoInstitution>> {
  const query = toQuery(where, params, { ...request, pageSize: request.pageSize ?? LARGEST_PAGE })
  return getPage(send, { where, query, page: request.page, schema: institutionPage, to: toInstitution })
}

export async function* eachInstitution(
  send: Send,
  request: InstitutionListRequest = {},
): AsyncGenerator<BelvoInstitution> {
  for await (const { items } of eachPage((page) => listInstitutions(send, { ...request, page }), request.page)) {
    yield* items
  }
}

export function toInstitution(wire: WireInstitution): BelvoInstitution {
  const { id, name, display_name, type, status, integration_type, country_codes, resources, features, ...rest } = wire
  const { website, primary_color, logo, icon_logo, text_logo, ...unknown } = rest
  return {
    id,
    name,
    displayName: display_name ?? name,
    type: type ?? null,
    status: status ?? null,
    integrationType: integration_type ?? null,
    countryCodes: country_codes ?? [],
    resources: resources ?? [],
    features: (features ?? []).map((feature) => feature.name),
    website: website ?? null,
    primaryColor: primary_color ?? null,
    logo: logo ?? null,
    iconLogo: icon_logo ?? null,
    textLogo: text_logo ?? null,
    unknown,
  }
}
