import { completeLogin, failLogin } from "@/simulator/logins"
import type { Sim } from "@/simulator/sim"
import { connectNew, createStep } from "@/simulator/widget/create-step"
import { credentialsStep } from "@/simulator/widget/credentials-step"
import { connected, left, tokenNotValid } from "@/simulator/widget/end"
import { type Said, telling, trouble } from "@/simulator/widget/messages"
import { textsFor } from "@/simulator/widget/texts"
import { answerToken, openTokenStep } from "@/simulator/widget/token-step"
import type { Visit } from "@/simulator/widget/visit"

/** The widget, which tells the page that frames it what happens. */
export async function widget(sim: Sim, request: Request): Promise<Response> {
  const said: Said[] = []
  const response = await answer(sim, request, said)
  return new URL(request.url).searchParams.has("embedded") ? telling(response, said) : response
}

/** A stand-in for the Connect widget, in which a person or a browser test plays the end user. */
async function answer(sim: Sim, request: Request, said: Said[]): Promise<Response> {
  const query = new URL(request.url).searchParams
  const form = new URLSearchParams(request.method === "POST" ? await request.text() : "")
  const texts = textsFor(query.get("locale"))
  const access = form.get("access_token") ?? query.get("access_token") ?? ""
  const token = sim.tokens.open(access, sim.now())
  if (!token) {
    said.push({ type: "event", data: { eventName: "ERROR", meta_data: { error_code: "ACCESS_TOKEN_NOT_VALID" } } })
    return tokenNotValid(texts)
  }
  const visit: Visit = { sim, texts, access, token, query, form, said }
  if (/^exit(:|$)/.test(form.get("act") ?? "")) return left(visit)
  return token.row === null ? create(visit) : update(visit, token.row)
}

async function create(visit: Visit): Promise<Response> {
  const act = visit.form.get("act")
  if (act === "token") return answerToken(visit, (error) => createStep(visit, error))
  return act === null ? createStep(visit) : connectNew(visit)
}

/** Belvo finds out by itself whether credentials or a token are missing. */
async function update(visit: Visit, row: number): Promise<Response> {
  const { sim, texts, form } = visit
  const { rows } = sim.world
  if (!rows.table.isAlive(row)) return tokenNotValid(texts)
  switch (form.get("act")) {
    case "right_password":
      if (rows.institution(row)?.mfa) return openTokenStep(visit, row)
      completeLogin(sim, row)
      return connected(visit, row)
    case "wrong_password":
      failLogin(sim, row)
      trouble(visit, "login_error", texts.wrongCredentials)
      return credentialsStep(visit, row, texts.wrongCredentials)
    case "token":
      return answerToken(visit, (error) => credentialsStep(visit, row, error))
    default:
      return rows.status(row) === "token_required" ? openTokenStep(visit, row) : credentialsStep(visit, row)
  }
}
