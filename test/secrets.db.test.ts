import { setTimeout as sleep } from "node:timers/promises"
import { expect, it, vi } from "vitest"
import { changePassword } from "@/lib/auth/commands"
import { createInvitation } from "@/lib/auth/invitations/commands"
import { addMember } from "@/lib/auth/members/commands"
import { rotateWebhookAuthorization } from "@/lib/environments/keys/commands"
import { addEnvironment } from "@/lib/environments/settings/commands"
import { jobs } from "@/lib/jobs/registry"
import { startWorker } from "@/lib/jobs/worker"
import { openSession } from "@/lib/recovery/commands"
import { receiveWebhook } from "@/lib/webhooks/commands"
import { withClient } from "@/scripts/with-client"
import { twelve } from "@/simulator/worlds/twelve"
import { mirrorAll } from "@/test/belvo"
import { type Installation, makeInstallation } from "@/test/installation"
import { findLeaks } from "@/test/leaks"
import { askAsMachines, askAsPeople, askInVain, code, newKey } from "@/test/secrets/calls"
import { type HostileAnswer, hostileAnswers, hostileFetch, isWorthRepeating, silentFetch } from "@/test/secrets/hostile"
import { playTheDesk, playTheDoor, playTheMachines, playTheReviewer, playTheSettings } from "@/test/secrets/shift"
import { noticingTokens, type Watch, watch } from "@/test/secrets/watch"

const minutes = 60_000

async function makePlace(): Promise<Installation & { watch: Watch }> {
  const made = await makeInstallation()
  return { ...made, watch: watch(made) }
}

it(
  "hands out the widget's address, and leaves no secret in answers, errors, log, files and tables",
  async () => {
    const place = await makePlace()
    await playTheDoor(place)
    await playTheMachines(place)
    const address = await playTheDesk(place)
    await playTheReviewer(place)
    await playTheSettings(place)

    const { secrets, everything, thrown } = place.watch
    expect(thrown).toEqual([
      ...["accepting twice: invitationEnded", "a new password: input", "a code once too often: mfa.loginError"],
    ])
    expect(findLeaks(secrets, [{ where: "the address", text: address }])).toEqual(["the widget token in the address"])
    expect(secrets).toMatchObject({ "the refresh token": expect.stringMatching(/.{40}/) })
    const seen = await everything()
    expect(findLeaks({ "a control": "viewer@example.com" }, seen)).toContain("a control in table member")
    expect(findLeaks({ "a control": "audit head" }, seen)).toEqual(["a control in the log"])
    expect(findLeaks(secrets, seen)).toEqual([])
  },
  2 * minutes,
)

it(
  "tells nothing of the key where Belvo, or what stands between, answers with all that it was sent",
  async () => {
    const place = await makePlace()
    const { secrets, everything, thrown } = place.watch
    Object.assign(secrets, {
      "the customer's code": code,
      "a new key": newKey.secretPassword,
      "a new key's id": newKey.secretId,
    })
    await mirrorAll(place.as("admin"), place.sim)
    const silence = askInVain(place, silentFetch)
    for (const answer of Object.keys(hostileAnswers) as HostileAnswer[]) {
      await askAsPeople(place, hostileFetch(answer))
      if (!isWorthRepeating(answer)) await askAsMachines(place, hostileFetch(answer))
    }
    await silence
    await untilTicketsAreAnswered(place)

    const kinds = new Set(thrown.map((text) => text.split(": ")[1]))
    expect([...kinds]).toEqual(
      expect.arrayContaining(
        ["api", "unauthorized", "network", "timeout", "wrong_address", "schema"].map((kind) => `belvo.${kind}`),
      ),
    )
    expect(findLeaks(secrets, await everything())).toEqual([])
  },
  5 * minutes,
)

it(
  "leaves nothing of the key with a job that failed",
  async () => {
    const place = await makePlace()
    await mirrorAll(place.as("admin"), place.sim)
    const body = new TextEncoder().encode(
      JSON.stringify({ webhook_type: "LINK", webhook_code: "x", link_id: twelve.valid }),
    )
    await receiveWebhook(place.machine("webhooks:receive"), { body })
    const worker = await startWorker({ ...place.runtime, fetch: hostileFetch("401 that repeats the key") }, jobs)
    const failed = () =>
      withClient(place.url, async (client) => {
        const { rows } = await client.query("SELECT 1 FROM pgboss.job WHERE name = 'reread' AND output IS NOT NULL")
        return rows.length
      })
    await vi.waitFor(async () => expect(await failed()).toBe(1), { timeout: minutes, interval: 250 })
    await worker.stop()

    expect(findLeaks(place.watch.secrets, await place.watch.everything())).toEqual([])
  },
  2 * minutes,
)

it(
  "keeps what a row was to hold out of the error where the database refuses the row",
  async () => {
    const place = await makePlace()
    const { as, url, machine, passwords, variables } = place
    const { see, secrets, everything, thrown } = place.watch
    await mirrorAll(as("admin"), place.sim)
    await refuseRows(url, ["environment", "invitation", "member", "repair_session", "webhook_event"])
    const [admin, support] = [as("admin"), noticingTokens(as("support"), secrets)]
    const key = { secretId: variables.BELVO_SECRET_ID ?? "", secretPassword: variables.BELVO_SECRET_PASSWORD ?? "" }
    const another = { slug: "another", name: "Another", kind: "sandbox", customerLocale: "es" } as const
    const settings = { baseUrl: "https://sandbox.belvo.com", rawWebhookDays: 30, ...key }
    const grant = { role: "viewer", environment: "sandbox" } as const
    const actor = as("viewer").actor
    await see("a session", () => openSession(support, { linkId: twelve.invalid }))
    await see("an environment", () => addEnvironment(admin, { ...another, ...settings }))
    await see("a new Authorization", () => rotateWebhookAuthorization(admin))
    await see("an invitation", () => createInvitation(admin, { memberId: actor.kind === "member" ? actor.id : "" }))
    await see("a member", () => addMember(admin, { email: "new@example.com", name: "New", grant }))
    await see("a password", () =>
      changePassword(as("support"), { current: passwords.support, password: "the-chosen-password-2" }),
    )
    await see("a webhook", () => receiveWebhook(machine("webhooks:receive"), { body: new TextEncoder().encode("{}") }))

    expect(thrown).toHaveLength(7)
    expect(findLeaks({ ...secrets, "a chosen password": "the-chosen-password-2" }, await everything())).toEqual([])
  },
  2 * minutes,
)

async function untilTicketsAreAnswered({ runtime }: Installation): Promise<void> {
  while ((await runtime.database.prisma.liveTicket.count({ where: { state: "waiting" } })) > 0) await sleep(200)
}

function refuseRows(url: string, tables: readonly string[]): Promise<void> {
  return withClient(url, async (client) => {
    for (const table of tables)
      await client.query(`ALTER TABLE ${table} ADD CONSTRAINT refused CHECK (false) NOT VALID`)
  })
}
