import { text } from "node:stream/consumers"
import { POST } from "@/app/api/webhooks/belvo/[environment]/route"
import { changeAccessMode } from "@/lib/access-modes/commands"
import { readAccounts } from "@/lib/accounts/commands"
import { logAuditHeads } from "@/lib/audit/heads/commands"
import { listAudit } from "@/lib/audit/queries"
import { auditListParams } from "@/lib/audit/schema"
import { changePassword } from "@/lib/auth/commands"
import { acceptInvitation, createInvitation } from "@/lib/auth/invitations/commands"
import { listMembers } from "@/lib/auth/members/queries"
import { signIn } from "@/lib/auth/sign-in/commands"
import { type Ctx, installation } from "@/lib/ctx"
import { requestDeletion } from "@/lib/deletions/commands"
import { runRequest } from "@/lib/deletions/running/commands"
import {
  replaceKey,
  resealEnvironments,
  rotateWebhookAuthorization,
  testEnvironmentKey,
} from "@/lib/environments/keys/commands"
import { addEnvironment } from "@/lib/environments/settings/commands"
import { listEnvironmentSettings } from "@/lib/environments/settings/queries"
import { openExport } from "@/lib/exports/commands"
import type { Dataset } from "@/lib/exports/schema"
import { readLive } from "@/lib/mirror/live/commands"
import { openSession } from "@/lib/recovery/commands"
import { answerChallenge, askForCode } from "@/lib/recovery/mfa/commands"
import { settleSession } from "@/lib/recovery/settling/commands"
import { requestRefresh } from "@/lib/refreshes/commands"
import { requestSweep } from "@/lib/sync/commands"
import { runSweep } from "@/lib/sync/sweep/commands"
import { rereadWaiting } from "@/lib/webhooks/rereading/commands"
import { twelve } from "@/simulator/worlds/twelve"
import type { Installation } from "@/test/installation"
import { noticingTokens, type Watch } from "@/test/secrets/watch"

const { signal } = new AbortController()
const address = "203.0.113.7"

type Place = Installation & { watch: Watch }

/** Members come and go, with passwords right, wrong and in the wrong field. */
export async function playTheDoor({ watch: { see, secrets }, as, machine, passwords, runtime }: Place): Promise<void> {
  const door: Ctx = { ...machine("members:sign-in"), environment: installation }
  secrets["a wrong password"] = "not-the-password-1"
  secrets["a chosen password"] = "the-chosen-password-2"
  const enter = (email: string, password: string) => see("sign-in", () => signIn(door, { email, password, address }))
  await enter("viewer@example.com", passwords.viewer)
  await enter("viewer@example.com", secrets["a wrong password"])
  await enter(`${passwords.support}@example.com`, passwords.support)
  const { id: memberId } = await runtime.database.prisma.member.findUniqueOrThrow({
    where: { email: "viewer@example.com" },
  })
  const invited = await see("an invitation", async () => {
    const made = await createInvitation(as("admin", "installation"), { memberId })
    secrets["the invitation"] = made.address.split("/").at(-1) ?? ""
    return { expiresAt: made.expiresAt }
  })
  const chosen = { token: secrets["the invitation"] ?? "", password: secrets["a chosen password"] }
  if (invited) await see("accepting", () => acceptInvitation(door, chosen))
  await see("accepting twice", () => acceptInvitation(door, chosen))
  const change = (current: string, password: string) =>
    see("a new password", () => changePassword(as("support"), { current, password }))
  await change(secrets["a wrong password"], secrets["a chosen password"])
  await change(passwords.support, secrets["a chosen password"])
  await see("the members", () => listMembers(as("admin", "installation")))
}

/** A sweep, webhooks from Belvo and from a stranger, and what follows from them. */
export async function playTheMachines({ watch: { see, secrets }, as, machine, variables, sim }: Place): Promise<void> {
  await see("a sweep asked for", () => requestSweep(as("engineer")))
  await see("a sweep", () => runSweep(machine("mirror:write", "keys:open"), { signal }))
  secrets["a stranger's Authorization"] = "Bearer of-a-stranger-3"
  const post = (authorization: string) => {
    const body = JSON.stringify({ webhook_type: "LINK", webhook_code: "invalid_credentials", link_id: twelve.valid })
    const request = new Request("http://127.0.0.1/", { method: "POST", body, headers: { authorization } })
    return see("a webhook", async () => {
      const answer = await POST(request, { params: Promise.resolve({ environment: "sandbox" }) })
      return [answer.status, await answer.text()]
    })
  }
  await post(variables.BELVO_WEBHOOK_AUTHORIZATION ?? "")
  await post(secrets["a stranger's Authorization"])
  sim.world.setStatus(twelve.valid, "invalid")
  await see("a re-reading", () => rereadWaiting(machine("webhooks:process", "keys:open"), { signal }))
  await see("the audit's heads", () => logAuditHeads(machine("housekeeping")))
}

/** What an agent and an engineer do to links. Answers the address that was handed out. */
export async function playTheDesk({ watch: { see, seeBut, secrets }, as, machine }: Place): Promise<string> {
  const agent = noticingTokens(as("support"), secrets)
  secrets["the customer's code"] = "one-time-code-4"
  await see("a live reading", () => readLive(agent, { linkId: twelve.single }))
  await see("accounts", () => readAccounts(agent, { linkId: twelve.single }))
  const opened = await seeBut("a session", "address", () => openSession(agent, { linkId: twelve.invalid }))
  if (opened?.kind !== "opened") throw new Error("no session was opened")
  await see("settling", () =>
    settleSession(machine("links:read", "sessions:settle", "keys:open"), { sessionId: opened.session.id }),
  )
  await seeBut("a refresh", "challenge", () => requestRefresh(agent, { linkId: twelve.tokenRequired }))
  const asked = await seeBut("a challenge", "challenge", () => askForCode(agent, { linkId: twelve.tokenRequired }))
  if (asked?.kind !== "token_required") throw new Error("no code was asked for")
  const { session } = asked.challenge
  Object.assign(secrets, { "the session that waits for a code": session })
  const given = { linkId: twelve.tokenRequired, session, at: asked.at, token: secrets["the customer's code"] }
  await seeBut("a code", "challenge", () => answerChallenge(agent, given))
  await see("a code once too often", () => answerChallenge(agent, given))
  await see("an access mode", () =>
    changeAccessMode(as("engineer"), { linkId: twelve.single, accessMode: "recurrent" }),
  )
  const request = { linkId: twelve.duplicateNewer, confirmation: "usr_000007", reason: "The customer asked for it" }
  const deletion = await see("a deletion", () => requestDeletion(as("engineer"), request))
  const run = { requestId: deletion?.requestId ?? "", signal, patienceMs: 0 }
  await see("carrying out", () => runRequest(machine("deletions:carry-out", "keys:open"), run))
  return opened.address
}

/** Keys of Belvo tried, refused, taken and sealed anew. */
export async function playTheSettings({ watch: { see, seeBut, secrets }, as, variables }: Place): Promise<void> {
  const admin = as("admin")
  const wrong = { secretId: "another-id-5", secretPassword: "another-key-6" }
  const key = { secretId: variables.BELVO_SECRET_ID ?? "", secretPassword: variables.BELVO_SECRET_PASSWORD ?? "" }
  Object.assign(secrets, { "a refused key": wrong.secretPassword, "a refused key's id": wrong.secretId })
  const another = {
    name: "Another",
    kind: "sandbox",
    customerLocale: "es",
    rawWebhookDays: 30,
  } as const
  const place = { slug: "another", baseUrl: variables.BELVO_BASE_URL ?? "" }
  await see("a test of the key", () => testEnvironmentKey(admin))
  await see("a wrong key", () => replaceKey(admin, wrong))
  await see("the key anew", () => replaceKey(admin, key))
  await see("an environment refused", () =>
    addEnvironment(as("admin", "installation"), { ...another, ...place, ...wrong }),
  )
  await see("an environment added", async () => {
    const added = await addEnvironment(as("admin", "installation"), { ...another, ...place, ...key })
    if (added.kind !== "added") throw new Error(added.kind)
    secrets["another environment's Authorization"] = added.webhook.authorization
    return { ...added, webhook: "handed out" }
  })
  const rotated = await seeBut("a new Authorization", "authorization", () => rotateWebhookAuthorization(admin))
  secrets["the new Authorization"] = rotated?.authorization ?? ""
  const newKey = Buffer.from("a key of thirty-two bytes, no 7.")
  Object.assign(secrets, {
    "the next ENLACE_KEY": newKey.toString("base64"),
    "the next ENLACE_KEY's bytes": newKey.toString(),
  })
  await see("a new ENLACE_KEY", () => resealEnvironments(as("admin", "installation"), newKey))
  await see("the settings", () => listEnvironmentSettings(as("admin", "installation")))
}

/** What leaves the console as files, and what is told of it. */
export async function playTheReviewer({ watch: { see }, as }: Place): Promise<void> {
  const take = (dataset: Dataset, raw: boolean) =>
    see(`${dataset}.csv`, async () => {
      const { body, ...told } = await openExport(as("admin"), { dataset, query: "", raw })
      return { ...told, file: await text(body) }
    })
  await take("links", true)
  await take("links", false)
  await take("audit", false)
  await see("the audit", () => listAudit(as("compliance"), auditListParams.parse({})))
  await see("the installation's audit", () => listAudit(as("admin"), auditListParams.parse({ chain: "installation" })))
}
