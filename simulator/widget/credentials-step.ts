import { html } from "@/simulator/widget/html"
import { page } from "@/simulator/widget/page"
import { complaint, exitButton, form, type Visit } from "@/simulator/widget/visit"

/** Update mode: the end user knows the password, or does not. */
export function credentialsStep(visit: Visit, row: number, error: string | null = null): Response {
  const { sim, texts } = visit
  const institution = sim.world.rows.institution(row)
  const isConsent = institution?.integration === "openfinance"
  const content = isConsent
    ? html`<p data-testid="consent-only">${texts.consentOnly}</p>`
    : html`<p>${texts.enterPassword}</p>${form(
        visit,
        html`<button name="act" value="right_password" data-testid="right-password">${texts.rightPassword}</button>
<button class="quiet" name="act" value="wrong_password" data-testid="wrong-password">${texts.wrongPassword}</button>`,
      )}`
  return page({
    texts,
    title: `${texts.connectTo} ${institution?.displayName ?? ""}`,
    content: html`${complaint(error)}${content}${exitButton(visit)}`,
  })
}
