import type { Body } from "@/simulator/call"
import { scheduleHistorical } from "@/simulator/historical"
import {
  answerSession,
  type MfaSession,
  openSession,
  type Resumed,
  renewChallenge,
  tokenRequired,
} from "@/simulator/mfa"
import { loginError, refuse, required } from "@/simulator/refusals"
import type { Sim } from "@/simulator/sim"

/** Any password works, as in Belvo's sandbox, but for these. */
export const isWrongPassword = (password: unknown): boolean =>
  typeof password === "string" && (password.startsWith("wrong") || password === "pass_invalid")

/** Logs in with the credentials of this body: throws the refusal, or a 428 with a new session. */
export async function logIn(sim: Sim, row: number, body: Body): Promise<void> {
  if (isWrongPassword(body.password)) {
    failLogin(sim, row)
    throw loginError()
  }
  if (!sim.world.rows.institution(row)?.mfa) return
  const session = openSession(sim, row)
  if (typeof body.token === "string" && answerSession(sim, session, body.token) === "right") return
  throw await tokenRequired(sim, session)
}

/** The end user got through: the link is valid, keeps its id, and its data will be fetched. */
export function completeLogin(sim: Sim, row: number): void {
  const { rows } = sim.world
  rows.changeStatus(row, "valid", sim.now())
  rows.table.columns.accessed.set(row, sim.now())
  scheduleHistorical(sim, row, { at: sim.now(), requestId: sim.random.hex() })
}

export function failLogin(sim: Sim, row: number): void {
  if (sim.world.rows.status(row) === "unconfirmed") return
  sim.world.rows.changeStatus(row, "invalid", sim.now())
  sim.webhooks.emitStatus(sim.now(), row, "invalid")
}

/** `PATCH /api/links/`: one answer to one session. */
export async function resumeSession(sim: Sim, body: Body): Promise<Response> {
  const row = await resumeAt(sim, "links", body)
  return Response.json(sim.world.rows.wire(row))
}

/** The row of the link whose session has gone on. */
export async function resumeAt(sim: Sim, resource: Resumed, body: Body): Promise<number> {
  const session = sessionOf(sim, body)
  if (session.resource !== resource) throw sessionExpired()
  await giveAnswer(sim, session, typeof body.token === "string" && body.token !== "" ? body.token : undefined)
  return session.row
}

/** Late or wrong once: another 428 with a new challenge. Wrong twice: the login is over. */
export async function giveAnswer(sim: Sim, session: MfaSession, token: string | undefined): Promise<void> {
  const answer = answerSession(sim, session, token)
  if (answer === "over") throw sessionExpired()
  if (answer === "right") {
    sim.sessions.delete(session.id)
    completeLogin(sim, session.row)
    return
  }
  if (answer === "wrong" && ++session.wrongAnswers > 1) {
    sim.sessions.delete(session.id)
    throw loginError()
  }
  renewChallenge(sim, session)
  throw await tokenRequired(sim, session)
}

function sessionOf(sim: Sim, body: Body): MfaSession {
  if (typeof body.session !== "string") throw required("session")
  if (typeof body.link !== "string") throw required("link")
  const session = sim.sessions.get(body.session)
  if (!session || !sim.world.rows.table.isAlive(session.row)) throw sessionExpired()
  if (sim.world.rows.table.idOf(session.row) !== body.link.toLowerCase()) throw sessionExpired()
  return session
}

const sessionExpired = () =>
  refuse(
    400,
    "session_expired",
    "The session you are trying to resume has expired, please start again from register/retrieve endpoint",
  )
