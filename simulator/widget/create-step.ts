import { credentialsStorage, fetchResources, refuseDuplicate, staleIn } from "@/simulator/create-link"
import { findInstitution, type Institution, institutions } from "@/simulator/institutions"
import { completeLogin } from "@/simulator/logins"
import { Refusal } from "@/simulator/refusals"
import { formatMicros } from "@/simulator/time"
import { connected } from "@/simulator/widget/end"
import { html } from "@/simulator/widget/html"
import { trouble } from "@/simulator/widget/messages"
import { page } from "@/simulator/widget/page"
import { openTokenStep } from "@/simulator/widget/token-step"
import { complaint, exitButton, form, type Visit } from "@/simulator/widget/visit"
import { appendDraft } from "@/simulator/worlds/link-draft"
import { personOf } from "@/simulator/worlds/person"

/** Create mode: an institution, a username, and whether the password is right. */
export function createStep(visit: Visit, error: string | null = null): Response {
  const { texts } = visit
  const options = offered(visit.query).map((one) => html`<option value="${one.name}">${one.displayName}</option>`)
  const content = form(
    visit,
    html`<label>${texts.chooseInstitution} <select name="institution" data-testid="institution">${options}</select></label>
<label>${texts.username} <input name="username" value="bnk100" autocomplete="off" data-testid="username"></label>
<button name="act" value="connect" data-testid="connect">${texts.connect}</button>
<button class="quiet" name="act" value="connect_wrong" data-testid="wrong-password">${texts.wrongPassword}</button>`,
  )
  return page({
    texts,
    title: texts.chooseInstitution,
    content: html`${complaint(error)}${content}${exitButton(visit)}`,
  })
}

/** A new link, valid at once or waiting for its second factor. */
export async function connectNew(visit: Visit): Promise<Response> {
  const { sim, texts } = visit
  const institution = findInstitution(visit.form.get("institution") ?? "")
  if (!institution) return createStep(visit, texts.chooseInstitution)
  if (visit.form.get("act") === "connect_wrong") {
    trouble(visit, "login_error", texts.wrongCredentials)
    return createStep(visit, texts.wrongCredentials)
  }
  const draft = draftOf(visit, institution)
  visit.token.lastInstitution = institution.name
  try {
    if (sim.refuseDuplicates) refuseDuplicate(sim, institution.name, draft.institution_user_id)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    trouble(visit, "duplicated", texts.duplicated)
    return createStep(visit, texts.duplicated)
  }
  const row = appendDraft(sim.world.rows.table, draft, sim.now())
  if (institution.mfa) return openTokenStep(visit, row)
  completeLogin(sim, row)
  return connected(visit, row)
}

/** The address narrows what is offered, as the real widget's does. */
function offered(query: URLSearchParams): Institution[] {
  const lists = { countries: query.get("country_codes"), names: query.get("institutions") }
  const fits = (list: string | null, value: string): boolean => !list || list.split(",").includes(value)
  const open = institutions.filter((one) => one.status === "healthy")
  return open.filter((one) => fits(lists.countries, one.country) && fits(lists.names, one.name))
}

function draftOf({ sim, query, form: sent, token }: Visit, institution: Institution) {
  const isSingle = query.get("access_mode") === "single"
  const wanted = token.createWith
  const supported = fetchResourcesOf(wanted, institution)
  return {
    institution: institution.name,
    access_mode: isSingle ? ("single" as const) : ("recurrent" as const),
    external_id: query.get("external_id") ?? (typeof wanted.external_id === "string" ? wanted.external_id : null),
    credentials_storage: isSingle ? (credentialsStorage(wanted) ?? "365d") : "store",
    stale_in: staleIn(wanted) ?? "365d",
    fetch_resources: supported,
    institution_user_id: personOf(sim.world.seed, institution.name, sent.get("username") ?? ""),
    status: "unconfirmed" as const,
    created_at: formatMicros(sim.now() + sim.random.below(1000)),
  }
}

/** One token serves many institutions, so resources that this one has not are left out. */
function fetchResourcesOf(wanted: Record<string, unknown>, institution: Institution): string[] {
  const asked = Array.isArray(wanted.fetch_resources) ? wanted.fetch_resources : []
  const had = asked.filter((resource) => institution.resources.includes(resource))
  return fetchResources({ fetch_resources: had }, institution) ?? []
}
