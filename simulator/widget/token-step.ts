import { giveAnswer } from "@/simulator/logins"
import { challengeValue, type MfaSession, openSession, rightToken } from "@/simulator/mfa"
import { Refusal } from "@/simulator/refusals"
import { connected } from "@/simulator/widget/end"
import { type Html, html } from "@/simulator/widget/html"
import { trouble } from "@/simulator/widget/messages"
import { page } from "@/simulator/widget/page"
import { complaint, exitButton, form, type Visit } from "@/simulator/widget/visit"

/** The second factor of this link's institution, with its answer written beside it: this is a simulator. */
export async function tokenStep(visit: Visit, session: MfaSession, error: string | null = null): Promise<Response> {
  const { texts, sim } = visit
  const right = rightToken(session)
  const institution = sim.world.rows.institution(session.row)
  return page({
    texts,
    title: `${texts.connectTo} ${institution?.displayName ?? ""}`,
    content: html`${complaint(error)}<p>${right === null ? texts.confirmOnPhone : texts.enterToken}</p>
${await challenge(session)}
${right === null ? null : html`<p>${texts.rightTokenIs} <strong data-testid="right-token">${right}</strong></p>`}
${form(visit, html`<input type="hidden" name="session" value="${session.id}">${right === null ? confirmButton(visit) : tokenField(visit)}`)}
${exitButton(visit)}`,
  })
}

export const openTokenStep = (visit: Visit, row: number): Promise<Response> =>
  tokenStep(visit, openSession(visit.sim, row))

/** What came of a token that was sent. `startAgain` shows the first step under a complaint. */
export async function answerToken(visit: Visit, startAgain: (error: string) => Response): Promise<Response> {
  const { sim, texts, form: sent, token } = visit
  const session = sim.sessions.get(sent.get("session") ?? "")
  const isOurs = session && (token.row === null || token.row === session.row)
  if (!session || !isOurs) return startAgain(texts.sessionOver)
  try {
    await giveAnswer(sim, session, sent.get("token")?.trim() || undefined)
    return connected(visit, session.row)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    trouble(visit, "login_error", error.message)
    if (error.status === 428) return tokenStep(visit, session, texts.wrongToken)
    return startAgain(sim.sessions.has(session.id) ? texts.sessionOver : texts.wrongCredentials)
  }
}

async function challenge(session: MfaSession): Promise<Html | null> {
  const value = await challengeValue(session)
  if (value === null) return null
  if (session.kind === "qr") return html`<img alt="QR" data-testid="challenge" src="data:image/png;base64,${value}">`
  return html`<p data-testid="challenge">${value}</p>`
}

function tokenField({ texts }: Visit): Html {
  return html`<label>${texts.token} <input name="token" autocomplete="off" data-testid="token"></label>
<button name="act" value="token" data-testid="send-token">${texts.sendToken}</button>`
}

function confirmButton({ texts }: Visit): Html {
  return html`<button name="act" value="token" data-testid="send-token">${texts.confirmed}</button>`
}
