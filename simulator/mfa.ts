import QRCode from "qrcode"
import type { MfaKind } from "@/simulator/institutions"
import { type Refusal, refuse } from "@/simulator/refusals"
import type { Sim } from "@/simulator/sim"
import { second } from "@/simulator/time"

/** A login that waits for its second factor. */
export interface MfaSession {
  id: string
  row: number
  kind: MfaKind
  endsAt: number
  /** Belvo sends the seconds as a number or as a string. */
  expiry: number | string
  /** Absent means true. */
  expectsUserInput: boolean | undefined
  challenge: string
  /** After this moment the challenge has changed, and the old answer is wrong. */
  challengeEndsAt: number
  wrongAnswers: number
  /** Only there the session can go on. */
  resource: Resumed
}

export type Resumed = "links" | "accounts" | "owners"

export type Sessions = Map<string, MfaSession>

/** Belvo's sandbox token, right wherever the challenge itself does not say another. */
export const sandboxToken = "111111"

const expiries: readonly (number | string)[] = [9600, "720", 720, "60"]

export function openSession(sim: Sim, row: number, resource: Resumed = "links"): MfaSession {
  const kind = sim.world.rows.institution(row)?.mfa ?? "inputless"
  const opened = sim.sessions.size
  const expiry = expiries[opened % expiries.length] ?? 9600
  const session: MfaSession = {
    id: sim.random.hex(),
    row,
    kind,
    endsAt: sim.now() + Number(expiry) * second,
    expiry,
    expectsUserInput: kind === "qr" ? false : opened % 3 === 2 ? undefined : true,
    challenge: "",
    challengeEndsAt: 0,
    wrongAnswers: 0,
    resource,
  }
  renewChallenge(sim, session)
  sim.sessions.set(session.id, session)
  return session
}

/** Numeric and QR challenges live 30 to 60 seconds; the others as long as their session. */
export function renewChallenge(sim: Sim, session: MfaSession): void {
  const changes = session.kind === "numeric" || session.kind === "qr"
  session.challenge = String(sim.random.below(900_000) + 100_000)
  session.challengeEndsAt = changes ? sim.now() + (30 + sim.random.below(31)) * second : session.endsAt
}

/** What the end user's device would say now; null where nothing is to be typed. A numeric challenge is answered backwards. */
export function rightToken(session: MfaSession): string | null {
  if (session.kind === "qr") return null
  return session.kind === "numeric" ? [...session.challenge].reverse().join("") : sandboxToken
}

export type Answer = "right" | "wrong" | "late" | "over"

export function answerSession(sim: Sim, session: MfaSession, token: string | undefined): Answer {
  if (sim.now() >= session.endsAt) return "over"
  if (sim.now() >= session.challengeEndsAt) return "late"
  return (token ?? null) === rightToken(session) ? "right" : "wrong"
}

export async function tokenRequired(sim: Sim, session: MfaSession): Promise<Refusal> {
  const { expectsUserInput } = session
  return refuse(428, "token_required", "A MFA token is required by the institution to login", {
    session: session.id,
    expiry: session.expiry,
    link: sim.world.rows.table.idOf(session.row),
    token_generation_data: {
      instructions: instructions[session.kind],
      type: session.kind,
      value: await challengeValue(session),
      ...(expectsUserInput === undefined ? {} : { expects_user_input: expectsUserInput }),
    },
  })
}

const instructions: Record<MfaKind, string> = {
  inputless: "Enter the code that your bank sent to your telephone",
  numeric: "Use this code to generate the token",
  qr: "Scan this code with the app of your bank and confirm there",
  text: "Answer the question of your bank",
}

export async function challengeValue(session: MfaSession): Promise<string | null> {
  if (session.kind === "inputless") return null
  if (session.kind === "numeric") return session.challenge
  if (session.kind === "text") return "What is the code on your bank's card?"
  const png = await QRCode.toBuffer(`bank-login:${session.challenge}`, { errorCorrectionLevel: "M", scale: 4 })
  return png.toString("base64")
}
