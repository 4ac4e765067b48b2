import { createHash } from "node:crypto"
import { text } from "node:stream/consumers"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, it } from "vitest"
import { toLink } from "@/lib/belvo/link"
import { linkSchema } from "@/lib/belvo/schema"
import type { Ctx } from "@/lib/ctx"
import { databaseNow } from "@/lib/db"
import { requestDeletion } from "@/lib/deletions/commands"
import { runRequest } from "@/lib/deletions/running/commands"
import { receiveFile, startImport } from "@/lib/directory/files/commands"
import { importFile } from "@/lib/directory/files/running/commands"
import { endDirectoryFiles } from "@/lib/directory/keeping/commands"
import { openExport } from "@/lib/exports/commands"
import { linkListParams } from "@/lib/links/schema"
import { blankRemoved } from "@/lib/mirror/blanking/commands"
import { applyLinks, readLink } from "@/lib/mirror/commands"
import { listLive, readLive } from "@/lib/mirror/live/commands"
import { searchLive } from "@/lib/mirror/search/commands"
import { addNote } from "@/lib/notes/commands"
import { openSession } from "@/lib/recovery/commands"
import { settleSession } from "@/lib/recovery/settling/commands"
import { requestRefresh } from "@/lib/refreshes/commands"
import { requestSweep } from "@/lib/sync/commands"
import { clearPassing } from "@/lib/sync/keeping/commands"
import { runSweep } from "@/lib/sync/sweep/commands"
import { dayMs } from "@/lib/time"
import { receiveWebhook } from "@/lib/webhooks/commands"
import { endRawWebhooks } from "@/lib/webhooks/keeping/commands"
import { rereadWaiting } from "@/lib/webhooks/rereading/commands"
import { withClient } from "@/scripts/with-client"
import { type Installation, makeInstallation } from "@/test/installation"
import { dumpTables, findLeaks } from "@/test/leaks"

const minutes = 60_000
const { signal } = new AbortController()
const linkId = "20000000-0000-4000-8000-000000000077"
const person = {
  "the customer": "maria-guadalupe-1977",
  "the customer's later id": "maria-guadalupe-1978",
  "the login": "c2hlIGlzIG5vIHNlY3JldC4xOTc3",
}

it(
  "keeps a person's values in the link alone, and for a while in what just came from Belvo",
  async () => {
    const place = await makeInstallation()
    const { url, sim, lines, machine } = place
    sim.world.addLink({
      ...{ id: linkId, institution: "gringotts_mx_retail", status: "invalid" },
      ...{ external_id: person["the customer"], institution_user_id: person["the login"] },
    })
    await playTheMachines(place)
    await playTheDesk(place)
    await playTheDirectory(place)
    await playTheEnd(place)
    const placesNow = async () => findLeaks(person, await dumpTables(url))

    expect(await placesNow()).toEqual([
      "the customer in table directory_entry",
      "the customer in table live_ticket",
      "the customer in table webhook_event",
      "the customer's later id in table link",
      "the customer's later id in table note",
      "the login in table link",
      "the login in table live_ticket",
      "the login in table webhook_event",
    ])
    const later = (ms: number): Ctx => ({
      ...machine("housekeeping", "mirror:write"),
      now: () => new Date(Date.now() + ms),
    })
    expect(await blankRemoved(later(89 * dayMs), { signal })).toBe(0)
    expect(await blankRemoved(later(91 * dayMs), { signal })).toBe(1)
    const [kept] = await withClient(url, async (client) => (await client.query(blanked, [linkId])).rows)
    expect(kept).toEqual({ institution: "gringotts_mx_retail", removed: true, notes: 1 })
    await withClient(url, (client) =>
      client.query("UPDATE note SET text = $1 WHERE link_id = $2", [person["the customer's later id"], linkId]),
    )
    expect(await blankRemoved(later(91 * dayMs), { signal })).toBe(0)
    await clearPassing(later(11 * minutes))
    expect(await placesNow()).toEqual(["the customer in table webhook_event", "the login in table webhook_event"])
    await endRawWebhooks(later(31 * dayMs))
    expect(await placesNow()).toEqual([])
    expect(
      findLeaks(
        person,
        lines.map((line) => ({ where: "the log", text: line })),
      ),
    ).toEqual([])
  },
  2 * minutes,
)

const blanked = `SELECT institution, removed_at IS NOT NULL AS removed,
  (SELECT count(*)::integer FROM note WHERE link_id = $1) AS notes FROM link WHERE id = $1`

/** A sweep that meets the link, a webhook that names its person, and a sight of it under another id. */
async function playTheMachines({ as, machine, sim }: Installation): Promise<void> {
  await requestSweep(as("engineer"))
  await runSweep(machine("mirror:write", "keys:open"), { signal })
  const told = { external_id: person["the customer"], institution_user_id: person["the login"] }
  const webhook = { webhook_type: "LINK", webhook_code: "invalid_credentials", link_id: linkId, ...told, data: told }
  await receiveWebhook(machine("webhooks:receive"), { body: new TextEncoder().encode(JSON.stringify(webhook)) })
  await rereadWaiting(machine("webhooks:process", "keys:open"), { signal })
  const link = toLink(linkSchema.parse(sim.world.getLink(linkId)))
  const mirror = machine("mirror:write")
  const observedAt = await databaseNow(mirror)
  await applyLinks(mirror, {
    links: [{ ...link, externalId: person["the customer's later id"] }],
    observedAt,
    cause: "live",
  })
}

/** The operator's own word of whose link it is. */
async function playTheDirectory({ as, machine }: Installation): Promise<void> {
  const bytes = new TextEncoder().encode(`external_id,link_id\n${person["the customer"]},${linkId}\n`)
  const sha256 = createHash("sha256").update(bytes).digest("hex")
  const body = (async function* () {
    yield bytes
  })()
  const { id: importId } = await receiveFile(as("engineer"), { name: "users.csv", length: bytes.length, sha256, body })
  const columns = { externalId: 0, linkId: 1, header: true }
  await startImport(as("engineer"), { importId, columns, mode: "add", badRows: "stop" })
  await importFile(machine("directory:write"), { importId })
  await endDirectoryFiles({ ...machine("housekeeping"), now: () => new Date(Date.now() + 400 * dayMs) })
}

/** What people do with the link, by its id and by its person's. */
async function playTheDesk({ as, machine, sim, runtime }: Installation): Promise<void> {
  const [agent, engineer] = [as("support"), as("engineer")]
  const slow: Ctx = { ...agent, fetch: async (to, init) => sleep(2_000).then(() => sim.fetch(to, init)) }
  expect(await readLive(slow, { linkId })).toMatchObject({ kind: "queued" })
  while ((await runtime.database.prisma.liveTicket.count({ where: { state: "waiting" } })) > 0) await sleep(100)
  const filter = linkListParams.parse({ externalId: person["the customer"] })
  await listLive(agent, { query: filter })
  await searchLive(agent, { q: person["the login"] })
  const message = `No such ${person["the customer"]}`
  sim.failNext({ kind: "error", status: 400, code: "validation_error", message, path: "/api/links/?" })
  await expect(listLive(agent, { query: filter })).rejects.toSatisfy((error) => {
    engineer.log.error("action failed", { error })
    return true
  })
  await addNote(agent, { linkId, text: `Will call ${person["the customer's later id"]} again`, ticket: "SUP-1" })
  const opened = await openSession(agent, { linkId })
  const sessionId = opened.kind === "opened" ? opened.session.id : ""
  await settleSession(machine("links:read", "sessions:settle", "keys:open"), { sessionId })
  sim.world.setStatus(linkId, "valid")
  await requestRefresh(agent, { linkId })
  for (const query of ["q", "externalId", "institutionUserId"].map(
    (name) => `${name}=${name === "institutionUserId" ? person["the login"] : person["the customer's later id"]}`,
  )) {
    const { body } = await openExport(engineer, { dataset: "links", query, raw: false })
    await text(body)
  }
}

/** The link goes, confirmed by its person's id. */
async function playTheEnd({ as, machine, sim }: Installation): Promise<void> {
  const mirror = machine("mirror:write")
  const link = toLink(linkSchema.parse(sim.world.getLink(linkId)))
  const later = { ...link, externalId: person["the customer's later id"] }
  await applyLinks(mirror, { links: [later], observedAt: await databaseNow(mirror), cause: "live" })
  const confirmation = person["the customer's later id"]
  const asked = { linkId, confirmation, reason: "The customer asked for it" }
  const { requestId } = await requestDeletion(as("engineer"), asked)
  await runRequest(machine("deletions:carry-out", "keys:open"), { requestId, signal, patienceMs: 0 })
  sim.world.removeLink(linkId)
  await readLink(machine("keys:open"), { linkId, priority: "webhook", cause: "live" })
}
