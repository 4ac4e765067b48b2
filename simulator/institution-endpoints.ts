import type { Call } from "@/simulator/call"
import { type Institution, institutions } from "@/simulator/institutions"
import { listOf, pageOf, project, readPage } from "@/simulator/pages"
import { notFound } from "@/simulator/refusals"
import type { Sim } from "@/simulator/sim"

export function listInstitutions(sim: Sim, call: Call): Response {
  const tests = Object.entries(filters).map(([name, test]) => {
    const values = listOf(call.params, name)
    return (institution: Institution) => values === null || test(institution, values)
  })
  const matching = institutions.filter((institution) => tests.every((test) => test(institution)))
  const page = readPage(call.params, sim.pageSize)
  const start = (page.page - 1) * page.size
  return pageOf(call, page, matching.length, matching.slice(start, start + page.size).map(wireInstitution))
}

/** By its whole number; there is no detail by name. */
export function detailInstitution(call: Call, id: string): Response {
  const institution = institutions.find((one) => String(one.id) === id)
  if (!institution) throw notFound()
  return Response.json(project(wireInstitution(institution), call.params))
}

const isOneOf = (field: (institution: Institution) => string) => (institution: Institution, values: string[]) =>
  values.includes(field(institution))

const filters: Record<string, (institution: Institution, values: string[]) => boolean> = {
  name: isOneOf((institution) => institution.name),
  name__in: isOneOf((institution) => institution.name),
  country_code: isOneOf((institution) => institution.country),
  country_code__in: isOneOf((institution) => institution.country),
  type: isOneOf((institution) => institution.type),
  type__in: isOneOf((institution) => institution.type),
  status: isOneOf((institution) => institution.status),
  status__in: isOneOf((institution) => institution.status),
  website: isOneOf(websiteOf),
  display_name: (institution, [text = ""]) => institution.displayName.toLowerCase().includes(text.toLowerCase()),
  resources__allin: (institution, values) => values.every((value) => institution.resources.includes(value)),
}

function websiteOf(institution: Institution): string {
  return `https://www.${institution.name.replaceAll("_", "-")}.example/`
}

function wireInstitution(institution: Institution): object {
  const { id, name, type, displayName, country, color, mfa, resources, integration, status } = institution
  return {
    id,
    name,
    type,
    website: websiteOf(institution),
    display_name: displayName,
    country_code: country,
    country_codes: [country],
    primary_color: color,
    logo: `https://statics.belvo.io/widget/images/institutions/${name.split("_")[0]}.svg`,
    icon_logo: null,
    text_logo: null,
    code: null,
    form_fields: integration === "openfinance" ? [] : formFields,
    features: mfa ? [{ name: "token_required", description: tokenFeature }] : [],
    resources,
    integration_type: integration,
    status,
    openbanking_information: null,
  }
}

const tokenFeature = "The institution may require a token during link creation or login"

const formFields = [
  {
    name: "username",
    type: "text",
    label: "Client number",
    validation: "^.{1,}$",
    placeholder: "ABC333333A33",
    validation_message: "Invalid client number",
    optional: false,
  },
  {
    name: "password",
    type: "password",
    label: "Password",
    validation: "^.{1,}$",
    placeholder: "password",
    validation_message: "Invalid password",
    optional: false,
  },
]
