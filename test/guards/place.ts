import { createHash } from "node:crypto"
import { createInvitation } from "@/lib/auth/invitations/commands"
import { hashPassword } from "@/lib/auth/passwords/commands"
import { toLink } from "@/lib/belvo/link"
import { linkSchema } from "@/lib/belvo/schema"
import type { Ctx, CtxEnvironment, Member } from "@/lib/ctx"
import { requestDeletion } from "@/lib/deletions/commands"
import { createDraft } from "@/lib/deletions/requests/commands"
import { receiveFile, startImport } from "@/lib/directory/files/commands"
import { importFile } from "@/lib/directory/files/running/commands"
import type { StartImport } from "@/lib/directory/schema"
import { createPlan } from "@/lib/duplicates/plans/commands"
import { rotateWebhookAuthorization } from "@/lib/environments/keys/commands"
import { saveEndpoint } from "@/lib/outgoing/commands"
import { type Role, roles } from "@/lib/permissions"
import { createCampaign } from "@/lib/recovery/campaigns/commands"
import { standardSettings } from "@/lib/recovery/campaigns/schema"
import { openSession } from "@/lib/recovery/commands"
import { receiveWebhook } from "@/lib/webhooks/commands"
import type { PrismaClient } from "@/prisma/generated/client"
import { type BelvoSim, createBelvoSim } from "@/simulator/belvo"
import { createWorld } from "@/simulator/worlds/create-world"
import { twelve } from "@/simulator/worlds/twelve"
import { mirrorAll } from "@/test/belvo"
import { makeMember, simulatorKey, systemActor } from "@/test/environment"
import type { World } from "@/test/world"

export const password = "correct horse battery"
const now = new Date("2026-03-01T12:00:00Z")

export type Place = {
  db: PrismaClient
  here: CtxEnvironment
  members: Readonly<Record<Role, Member>>
  /** Of an actor here; `sim` is the Belvo on the other end. */
  ctxOf(actor: Ctx["actor"], sim: BelvoSim): Ctx
  /** The same actor in an environment whose account at Belvo is another. */
  elsewhere(ctx: Ctx): Ctx
  /** What belongs to this environment alone. */
  ids: Readonly<Record<(typeof idNames)[number], string>>
  /** What belongs to the installation. */
  people: { newcomer: string; disabled: string; invitation: string }
  authorization: string
}
const idNames = [
  "link",
  "group",
  "plan",
  "broken",
  "brokenToo",
  "requested",
  "failed",
  "accepted",
  "draft",
  "heldRequest",
  "awaitingRequest",
  "doneRequest",
  "runningRequest",
  "session",
  "webhook",
  "run",
  "received",
  "imported",
  "campaign",
  "delivery",
] as const

/** A Belvo with a world as new: what a call changed at an earlier one is not there. */
export function freshBelvo(world: "twelve" | "empty" = "twelve"): BelvoSim {
  const key = { id: simulatorKey.secretId, password: simulatorKey.secretPassword }
  return createBelvoSim({ world: createWorld(world, { now }), now: () => now, key })
}

export const linkOf = (sim: BelvoSim, id: string) => toLink(linkSchema.parse(sim.world.getLink(id)))

/** An environment in which everything that has an id is there, and another that has nothing. */
export async function makePlace({ ctx: base, db, elsewhere }: World): Promise<Place> {
  const here = base.environment
  const there = (await elsewhere()).environment
  const ctxOf = (actor: Ctx["actor"], sim: BelvoSim): Ctx => {
    return { ...base, actor, now: () => now, fetch: sim.fetch, seeded: true }
  }
  const members = await makeMembers(db, here)
  const sim = freshBelvo()
  const admin = ctxOf(members.admin, sim)
  await mirrorAll(admin, sim)
  const group = (await db.duplicateGroup.findFirstOrThrow()).id
  const { authorization } = await rotateWebhookAuthorization(admin)
  return {
    ...{ db, here, members, ctxOf, authorization },
    elsewhere: (ctx) => ({ ...ctx, environment: there, fetch: freshBelvo("empty").fetch }),
    ids: {
      ...{ link: twelve.valid, broken: twelve.invalid, brokenToo: twelve.storageOver },
      ...{ group, plan: (await createPlan(admin, { selection: { kind: "groups", ids: [group] } })).planId },
      ...(await makeDeletions(admin, db)),
      session: await makeSession(admin),
      webhook: await makeWebhook(admin, db),
      run: await makeRun(db, here),
      ...(await makeImports(admin)),
      ...(await makeCampaign(admin, db)),
    },
    people: await makePeople(admin, db),
  }
}

async function makeMembers(db: PrismaClient, here: CtxEnvironment): Promise<Record<Role, Member>> {
  const members: Partial<Record<Role, Member>> = {}
  for (const role of roles) members[role] = await makeMember(db, here, role)
  await db.member.updateMany({ data: { passwordHash: await hashPassword(password) } })
  return members as Record<Role, Member>
}

async function makePeople(admin: Ctx, db: PrismaClient): Promise<Place["people"]> {
  const newcomer = (await makeMember(db, admin.environment, "viewer")).id
  const disabled = (await makeMember(db, admin.environment, "support")).id
  await db.member.update({ where: { id: disabled }, data: { disabledAt: now } })
  const { address } = await createInvitation(admin, { memberId: newcomer })
  return { newcomer, disabled, invitation: address.split("/").at(-1) ?? "" }
}

async function makeDeletions(admin: Ctx, db: PrismaClient) {
  const reason = "The customer asked for it"
  const deletionOf = async (linkId: string, confirmation: string, [state, requestState]: [string, string]) => {
    const { id, requestId } = await requestDeletion(admin, { linkId, confirmation, reason })
    await db.deletion.updateMany({
      where: { id },
      data: { state, ...(state === "accepted" ? { acceptedAt: now, nextLookAt: now } : {}) },
    })
    const participants: string[] = []
    const more = requestState === "done" ? { certificate: '{"links":[]}', sha256: Buffer.alloc(32) } : {}
    await db.deletionRequest.updateMany({
      where: { id: requestId },
      data: { state: requestState, participants, ...more },
    })
    return { id, requestId }
  }
  const held = await deletionOf(twelve.duplicateOlder, "usr_000007", ["requested", "held"])
  const failed = await deletionOf(twelve.duplicateNewer, "usr_000007", ["failed", "done"])
  const accepted = await deletionOf(twelve.overdueMonthly, "usr_000011", ["accepted", "running"])
  const awaiting = await deletionOf(twelve.single, "usr_000005", ["requested", "awaiting_approval"])
  const draft = await createDraft(admin, { selection: { kind: "links", ids: [twelve.valid] } })
  return {
    ...{ requested: held.id, failed: failed.id, accepted: accepted.id, draft: draft.id },
    ...{ heldRequest: held.requestId, awaitingRequest: awaiting.requestId },
    ...{ doneRequest: failed.requestId, runningRequest: accepted.requestId },
  }
}

async function makeSession(admin: Ctx): Promise<string> {
  const opened = await openSession(admin, { linkId: twelve.invalid })
  if (opened.kind !== "opened") throw new Error(opened.kind)
  return opened.session.id
}

export const webhookBody = (linkId: string) =>
  new TextEncoder().encode(
    JSON.stringify({ webhook_type: "LINK", webhook_code: "invalid_credentials", link_id: linkId, data: {} }),
  )

async function makeWebhook(admin: Ctx, db: PrismaClient): Promise<string> {
  await receiveWebhook({ ...admin, actor: systemActor(["webhooks:receive"]) }, { body: webhookBody(twelve.valid) })
  return (await db.webhookEvent.findFirstOrThrow()).id
}

async function makeRun(db: PrismaClient, { id: environmentId }: CtxEnvironment): Promise<string> {
  const run = { environmentId, cause: "schedule", createdAt: now, startedAt: now, finishedAt: now, missing: 60 }
  return (await db.sweepRun.create({ data: { ...run, state: "needs_decision" } })).id
}

/** A user without links, and a row that is bad. */
export function usersFile() {
  const bytes = new TextEncoder().encode("external_id,link_id\nusr_000001,\nusr_000002,none\n")
  const sha256 = createHash("sha256").update(bytes).digest("hex")
  return { name: "users.csv", length: bytes.length, sha256, body: inOnePiece(bytes) }
}

/** No stream: a trial looks into everything that an input is made of. */
async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

export const importOrders = (importId: string): StartImport => ({
  ...{ importId, columns: { externalId: 0, linkId: 1, header: true }, mode: "add", badRows: "skip" },
})

async function makeImports(admin: Ctx) {
  const { id: imported } = await receiveFile(admin, usersFile())
  await startImport(admin, importOrders(imported))
  await importFile({ ...admin, actor: systemActor(["directory:write"]) }, { importId: imported })
  const { id: received } = await receiveFile(admin, usersFile())
  return { imported, received }
}

/** A draft of two links, with an endpoint, and one delivery that has failed. */
async function makeCampaign(admin: Ctx, db: PrismaClient) {
  await saveEndpoint(admin, { url: "https://mailer.example.com/hook" })
  const settings = { ...standardSettings, name: "After the outage", askedWithinDays: 0, heldOutPercent: 0 }
  const choice = { kind: "ids", text: `${twelve.invalid}\n${twelve.storageOver}\nnobody` } as const
  const { campaignId: campaign } = await createCampaign(admin, { settings, choice })
  const environmentId = admin.environment.id
  const failed = { event: "test", body: {}, state: "failed", attempts: 7, problem: "timeout", createdAt: now }
  const { id: delivery } = await db.outgoingDelivery.create({ data: { environmentId, ...failed } })
  return { campaign, delivery }
}

/** What an environment's key and settings are kept as. */
export const rowOf = ({ db, here }: Place) => db.environment.findUniqueOrThrow({ where: { id: here.id } })
