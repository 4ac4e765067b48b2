import type { Sim } from "@/simulator/sim"
import type { IssuedToken } from "@/simulator/tokens"
import { type Html, html } from "@/simulator/widget/html"
import type { Said } from "@/simulator/widget/messages"
import type { Locale, Texts } from "@/simulator/widget/texts"

/** One request of the end user: what they opened, with which token, and what they have sent. */
export interface Visit {
  sim: Sim
  texts: Texts & { locale: Locale }
  access: string
  token: IssuedToken
  /** The query of the widget's address: `external_id`, `access_mode`, `institutions` … */
  query: URLSearchParams
  form: URLSearchParams
  /** What the page that frames the widget hears of this request. */
  said: Said[]
}

/** A form that comes back to this visit. */
export function form(visit: Visit, content: Html): Html {
  return html`<form method="post">
<input type="hidden" name="access_token" value="${visit.access}">
${content}
</form>`
}

export function exitButton(visit: Visit): Html {
  return form(
    visit,
    html`<button class="quiet" name="act" value="exit" data-testid="exit">${visit.texts.exit}</button>
<details><summary>${visit.texts.exitBecause}</summary>
${exitCodes.map((code) => html`<button class="quiet" name="act" value="exit:${code}" data-testid="exit-${code}">${code}</button>`)}
</details>`,
  )
}

/** What else an end user may meet before leaving. */
const exitCodes = ["institution_down", "login_error", "too_many_sessions", "unexpected_error"]

export function complaint(text: string | null): Html | null {
  return text === null ? null : html`<p class="error" role="alert" data-testid="error">${text}</p>`
}

/** A callback address of the token with the result in its query; null where the token brought none. */
export function callbackAddress(visit: Visit, kind: "success" | "exit", result: Record<string, string>): string | null {
  const base = visit.token.callbacks[kind]
  if (!base) return null
  return `${base}${base.includes("?") ? "&" : "?"}${new URLSearchParams(result)}`
}
