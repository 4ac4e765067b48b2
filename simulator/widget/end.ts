import { html } from "@/simulator/widget/html"
import { page } from "@/simulator/widget/page"
import type { Locale, Texts } from "@/simulator/widget/texts"
import { callbackAddress, type Visit } from "@/simulator/widget/visit"

/** The end user got through: Belvo throws the token away at once. */
export function connected(visit: Visit, row: number): Response {
  const { sim, texts, token } = visit
  token.used = true
  const link = sim.world.rows.wire(row)
  visit.said.push({ type: "success", link: link.id, institution: link.institution })
  return page({
    texts,
    title: texts.connected,
    content: html`<p data-testid="connected" data-link="${link.id}">${sim.world.rows.institution(row)?.displayName ?? ""}</p>`,
    callback: callbackAddress(visit, "success", { link: link.id, institution: link.institution }),
  })
}

export function left(visit: Visit): Response {
  const { texts, token, sim } = visit
  const institution = token.row === null ? (token.lastInstitution ?? "") : sim.world.rows.wire(token.row).institution
  const code = visit.form.get("act")?.split(":")[1] || token.lastError
  const error = code ? { last_encountered_error: { code, message: code } } : {}
  visit.said.push({ type: "exit", data: { ...error, meta_data: { institution_name: institution, step: "login" } } })
  const reason: Record<string, string> = code ? { last_encountered_error_code: code } : {}
  return page({
    texts,
    title: texts.left,
    content: html`<p data-testid="left"></p>`,
    callback: callbackAddress(visit, "exit", {
      ...reason,
      meta_data_institution_name: institution,
      meta_data_step: "login",
    }),
  })
}

export function tokenNotValid(texts: Texts & { locale: Locale }): Response {
  return page({
    texts,
    title: texts.tokenNotValid,
    content: html`<p class="error" role="alert" data-testid="error">ACCESS_TOKEN_NOT_VALID</p>`,
    status: 401,
  })
}
