import { changeAccessMode } from "@/lib/access-modes/commands"
import { readAccounts } from "@/lib/accounts/commands"
import type { Ctx } from "@/lib/ctx"
import { requestDeletion } from "@/lib/deletions/commands"
import { runRequest } from "@/lib/deletions/running/commands"
import { replaceKey, testEnvironmentKey } from "@/lib/environments/keys/commands"
import { addEnvironment } from "@/lib/environments/settings/commands"
import { linkListParams } from "@/lib/links/schema"
import { listLive, readLive } from "@/lib/mirror/live/commands"
import { searchLive } from "@/lib/mirror/search/commands"
import { openSession } from "@/lib/recovery/commands"
import { answerChallenge, askForCode } from "@/lib/recovery/mfa/commands"
import { requestRefresh } from "@/lib/refreshes/commands"
import { requestSweep } from "@/lib/sync/commands"
import { mirrorInstitutions } from "@/lib/sync/institutions/commands"
import { runSweep } from "@/lib/sync/sweep/commands"
import { twelve } from "@/simulator/worlds/twelve"
import type { Installation } from "@/test/installation"
import type { Watch } from "@/test/secrets/watch"

const { signal } = new AbortController()
type Place = Installation & { watch: Watch }

export const newKey = { secretId: "a-new-id-5", secretPassword: "a-new-key-6" }
export const code = "one-time-code-4"

/** Every call to Belvo that a person waits for, all at once, by contexts whose Belvo is `fetch`. */
export async function askAsPeople({ as, watch: { see }, sim }: Place, fetch: Ctx["fetch"]) {
  const [agent, engineer, admin] = [as("support"), as("engineer"), as("admin")].map((ctx) => ({ ...ctx, fetch }))
  if (!agent || !engineer || !admin) throw new Error("there are three")
  const onlyTokens: Ctx = {
    ...agent,
    fetch: (to, init) => (String(to).endsWith("/api/token/") ? fetch : sim.fetch)(to, init),
  }
  const everything = { query: linkListParams.parse({}) }
  const another = { slug: "another", name: "Another", kind: "sandbox", customerLocale: "es" } as const
  const settings = { baseUrl: "https://sandbox.belvo.com", rawWebhookDays: 30, ...newKey }
  const challenge = { linkId: twelve.tokenRequired, session: "0".repeat(32), token: code }
  await Promise.all([
    see("a live reading", () => readLive(agent, { linkId: twelve.valid })),
    see("a live list", () => listLive(agent, everything)),
    see("a live search", () => searchLive(agent, { q: "usr_000001" })),
    see("accounts", () => readAccounts(agent, { linkId: twelve.valid })),
    see("a session", () => openSession(agent, { linkId: twelve.invalid })),
    see("a token", () => openSession(onlyTokens, { linkId: twelve.storageOver })),
    see("a code", () => answerChallenge(agent, challenge)),
    see("a challenge", () => askForCode(agent, { linkId: twelve.tokenRequired })),
    see("a refresh", () => requestRefresh(agent, { linkId: twelve.valid })),
    see("an access mode", () => changeAccessMode(engineer, { linkId: twelve.valid, accessMode: "single" })),
    see("a test of the key", () => testEnvironmentKey(admin)),
    see("a new key", () => replaceKey(admin, newKey)),
    see("a new environment", () => addEnvironment(admin, { ...another, ...settings })),
  ])
}

/** A person gives up after ten seconds. */
export async function askInVain({ as, watch: { see } }: Place, fetch: Ctx["fetch"]) {
  const [agent, admin] = [as("support"), as("admin")].map((ctx) => ({ ...ctx, fetch }))
  if (!agent || !admin) throw new Error("there are two")
  await Promise.all([
    see("a live reading", () => readLive(agent, { linkId: twelve.valid })),
    see("accounts", () => readAccounts(agent, { linkId: twelve.valid })),
    see("a session", () => openSession(agent, { linkId: twelve.invalid })),
    see("a new key", () => replaceKey(admin, newKey)),
  ])
}

/** Calls that nobody waits for; only for answers that are not worth a repeat, because the repeats take minutes. */
export async function askAsMachines({ as, machine, watch: { see } }: Place, fetch: Ctx["fetch"]) {
  const request = { linkId: twelve.duplicateNewer, confirmation: "usr_000007", reason: "The customer asked for it" }
  const deletion = await see("a deletion", () => requestDeletion(as("engineer"), request))
  const carrier = { ...machine("deletions:carry-out", "keys:open"), fetch }
  await see("carrying out", () => runRequest(carrier, { requestId: deletion?.requestId ?? "", signal, patienceMs: 0 }))
  await see("a sweep asked for", () => requestSweep(as("engineer")))
  const sweeper = { ...machine("mirror:write", "keys:open"), fetch }
  await see("a sweep", () => runSweep(sweeper, { signal }))
  await see("institutions", () => mirrorInstitutions(sweeper))
}
