import { createHash } from "node:crypto"
import type { BelvoLink } from "@/lib/belvo/link"
import type { Ctx } from "@/lib/ctx"
import { applyLinks } from "@/lib/mirror/commands"
import { makeLink } from "@/lib/mirror/fixtures/links"
import type { Permission } from "@/lib/permissions"
import { createCampaign } from "@/lib/recovery/campaigns/commands"
import { driveCampaigns } from "@/lib/recovery/campaigns/driving/commands"
import { makeDueWaves } from "@/lib/recovery/campaigns/making/commands"
import { getMeasured } from "@/lib/recovery/campaigns/measuring/queries"
import { findCampaign } from "@/lib/recovery/campaigns/queries"
import { campaignSettings, cohortChoice, standardSettings } from "@/lib/recovery/campaigns/schema"
import { startCampaign } from "@/lib/recovery/campaigns/starting/commands"
import { systemActor } from "@/test/environment"
import { testWorld } from "@/test/world"

export const noon = Date.parse("2026-03-01T12:00:00Z")
type Settings = Partial<typeof standardSettings> | Record<string, unknown>

/** Steps of a campaign over one context, whose clock only the test moves. */
export function campaignSteps(base: Ctx) {
  let millis = noon
  const ctx: Ctx = { ...base, now: () => new Date(millis), seeded: true }
  const as = (...permissions: Permission[]): Ctx => ({ ...ctx, actor: systemActor(permissions) })
  const observe = (links: readonly BelvoLink[]) =>
    applyLinks(as("mirror:write"), { links, observedAt: new Date(millis), cause: "sweep" })
  const draft = async (choice: object, settings: Settings = {}) => {
    const input = {
      settings: campaignSettings.parse({ name: "After the outage", ...standardSettings, ...settings }),
      choice: cohortChoice.parse(choice),
    }
    return (await createCampaign(ctx, input)).campaignId
  }
  const view = async (campaignId: string) => {
    const campaign = await findCampaign(ctx, { campaignId })
    if (!campaign) throw new Error("no campaign")
    return campaign
  }
  return {
    ctx,
    as,
    observe,
    draft,
    view,
    advance: (minutes: number) => {
      millis += minutes * 60_000
    },
    matching: (query: string, more: object = {}) => ({
      ...{
        kind: "links",
        params: query,
        expectedCount: 100_000,
        exact: false,
        snapshotAt: new Date(millis).toISOString(),
      },
      ...more,
    }),
    start: async (campaignId: string) =>
      startCampaign(ctx, { campaignId, expectedMembers: (await view(campaignId)).members }),
    make: (campaignId: string, signal = new AbortController().signal) =>
      makeDueWaves(as("campaigns:drive"), { campaignId, signal }),
    drive: () => driveCampaigns(as("campaigns:drive")),
    measured: (campaignId: string) => getMeasured(ctx, { campaignId }),
  }
}

export async function campaignWorld() {
  const world = await testWorld({ role: "engineer" })
  const tell = async (campaignId: string, kind: string, linkIds: readonly string[], at = noon) => {
    const members = await world.db.campaignMember.findMany({ where: { campaignId, linkId: { in: [...linkIds] } } })
    await world.db.repairOutcome.createMany({
      data: members.flatMap(({ environmentId, linkId, addressId }) =>
        addressId === null ? [] : { environmentId, addressId, campaignId, linkId, kind, at: new Date(at) },
      ),
    })
  }
  return { ...world, ...campaignSteps(world.ctx), tell }
}

let made = 0
/** A link that a campaign may ask: broken, with an external id of its own. */
export function brokenLink(more: Partial<BelvoLink> = {}): BelvoLink {
  made += 1
  const externalId = `usr_${String(made).padStart(6, "0")}`
  return makeLink({ status: "invalid", externalId, institutionUserId: `login of ${externalId}`, ...more })
}

/** As anybody can draw it who knows the seed. */
export const drawOf = (seed: string, linkId: string): number =>
  createHash("sha256").update(`${seed}:${linkId}`, "utf8").digest().readUIntBE(0, 6)
